// Under which name a page is kept: its address holds the link, so only a mark of it is written.
import { mark } from "./vault.js";

export const kept = async path => `/kept/${await mark(path)}`;
