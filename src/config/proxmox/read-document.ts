import { commandDocument } from '../shell/document.js';
import { isProgram } from './calls.js';
import { proxmoxReader } from './read.js';

/** What calls `qm` from the values of a document, whose parser no other text needs. */
export const readProxmoxDocument = proxmoxReader((source) => commandDocument(source, isProgram));
