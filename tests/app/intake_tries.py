"""Reading and taking rows as the tests of imports do."""

from app.coordinate.intake import apply_rows, read_rows
from app.coordinate.spreadsheet import read_sheet
from app.store.instruments import newest_instrument
from app.store.reading import read_records
from tests.app.sheets import sheet_of

SCORES = "pupil_id,wave,subject,score"
LESSON = "lesson_id,teacher_id,wave,lesson_date,observer,observer_role"
CHECKS = (
    "tech_presentation,tech_quiz,tech_subject_software,tech_pupil_devices,collab_pairs,"
    "collab_groups,collab_shared_document,pupil_questions,lecture_most_of_lesson"
)
ANSWERS = "0,1,0,0,1,0,0,1,0"
IIN = "850101300128"


NOTES = "segment_id,wave,group,language,teacher_id,text,codes_coder1,codes_coder2"
NOTES_COLUMNS = {
    "segment_id": "segment",
    "language": "spoken_in",
    "teacher_id": "speaker",
    "codes_coder1": "codes_1",
    "codes_coder2": "codes_2",
}
TURNS = (
    "S01,1,FG1,kk,T03,Жаңа тақырып,ISOLATION,ISOLATION",
    'S02,1,FG1,ru,T07,"Интернет, время",INTERNET;TIME,INTERNET',
    "S03,1,FG2,kk,T01,Тағы бір сөз,TIME,TIME",
)


def read(store, key, *lines, data=b"", **how):
    sheet = read_sheet(data, how.pop("name", "a.csv")) if data else sheet_of(*lines)
    with store.database.reading() as session:
        asked = newest_instrument(session, key) if isinstance(key, str) else key
        return read_rows(session, store.scope(), asked, sheet, **how)


def take(store, key, *lines, good_only=False, data=b"", **how):
    sheet = read_sheet(data, how.pop("name", "a.csv")) if data else sheet_of(*lines)
    with store.database.writing() as session:
        asked = newest_instrument(session, key) if isinstance(key, str) else key
        preview = read_rows(session, store.scope(), asked, sheet, **how)
        return apply_rows(session, store.scope(), preview, good_only=good_only)


def kept(store, key):
    with store.database.reading() as session:
        return list(read_records(session, store.scope(), key))
