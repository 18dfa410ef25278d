/** What a project brings for the support screen; null for a file that it does not have. */
import type { InterlockFile, ServedInterlocks } from './interlock.ts';
import type { ProcedureFile } from './procedure.ts';

export interface ProjectSupport {
  readonly procedures: ProcedureFile | null;
  readonly interlocks: InterlockFile | null;
}

export interface ServedSupport {
  readonly procedures: ProcedureFile | null;
  readonly interlocks: ServedInterlocks | null;
}
