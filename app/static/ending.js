// The last step: every section is judged, the form is sealed, waits, and is sent.
import { gather } from "./fields.js";
import { faultsIn } from "./judging.js";
import { finish, sealed } from "./finishing.js";
import { noRoom } from "./keeping.js";
import { leave } from "./leaving.js";
import { attempt, sendAll } from "./outbox.js";
import { judge, openParts, show } from "./sections.js";
import { take } from "./shelf.js";

const PATIENCE_OF_SENDER = 8000;
export const end = async f => {
  for (const part of openParts(f)) if (faultsIn(f, part).some(([, , light]) => !light)) {
    show(f, part, true);
    return judge(f, part);
  }
  f.draft.answers = gather(f.form, true);
  f.draft.finished = new Date().toISOString();
  const item = await sealed(f.page, f.name, f.task.title, f.draft);
  const kept = await f.saving.then(() => finish(f.page, item, f.draft)).then(() => true, () => !noRoom(f));
  const received = await Promise.race([
    kept ? sendAll(f.page, true).then(() => take("sent", f.name)) : attempt(f.page, item),
    new Promise(done => setTimeout(done, PATIENCE_OF_SENDER)),
  ]);
  if (kept || received) return leave(received ? f.task.receipt : f.task.home);
  f.draft.finished = undefined; // it lies nowhere but on this page
};
