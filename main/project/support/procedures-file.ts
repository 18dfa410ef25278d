/** `procedures.json`: emergency cards, optional. Ids are unique, triggers are tags; that alarms name cards which exist is checked with it. */
import { type ProcedureFile, procedureFileSchema, procedureSchema } from '../../../shared/support/procedure.ts';
import { listOf, readDocument } from '../document.ts';
import type { ProblemList } from '../problem.ts';
import { checkBinding, type Known } from '../references.ts';
import { uniqueIds } from './unique-ids.ts';

/** Null when the file cannot be used. */
export function readProceduresFile(
  file: string,
  source: string,
  { known, problems }: { known: Known; problems: ProblemList },
): ProcedureFile | null {
  const document = readDocument(file, source, problems);
  if (document === null) return null;
  const whole = document.check<ProcedureFile>(procedureFileSchema);
  const unique = uniqueIds(document, { zh: '处置卡', en: 'card' });
  // What is wrong with one card has been said above; the others are checked all the same.
  listOf(document.data, 'cards').forEach((raw, i) => {
    const card = procedureSchema.safeParse(raw).data;
    if (card === undefined) return;
    unique(card.id, ['cards', i, 'id']);
    card.triggers.forEach((tag, j) => checkBinding(tag, ['cards', i, 'triggers', j], { known, document }));
  });
  return whole;
}
