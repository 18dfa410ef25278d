/** Emergency cards as data: `procedures.json` of a project. One schema gives the type and the validation. */
import { z } from 'zod';

const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

export const procedureSchema = z.strictObject({
  /** As alarms.csv names it in its column `card`. */
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/)
    .meta({ form: { zh: '字母、数字和 . _ -，如 E01', en: 'letters, digits and . _ -, such as E01' } }),
  title: text,
  /** Tags whose alarms make somebody take the card. */
  triggers: z.array(z.string().min(1)).default([]),
  steps: z.array(text).min(1),
});

export const procedureFileSchema = z.strictObject({
  /** What whoever reads a card has to know of all of them: where they come from, whether they are approved. */
  note: text.optional(),
  cards: z.array(procedureSchema),
});

export type Procedure = z.output<typeof procedureSchema>;
export type ProcedureFile = z.output<typeof procedureFileSchema>;
