/**
 * Causes and effects as data: `interlocks.json` of a project. The safety system decides and the PLC permits; this only says what
 * they do, so that a screen can show which cause is there and what has come of it. What has no signal is not known.
 */
import { z } from 'zod';

const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/)
  .meta({ form: { zh: '字母、数字和 . _ + -', en: 'letters, digits and . _ + -' } });
const expression = z
  .string()
  .startsWith('=')
  .meta({ form: { zh: '以 = 开头的表达式', en: 'an expression that starts with =' } });

export const effectSchema = z.strictObject({
  id,
  name: text,
  /** What is done, in a word. */
  does: text,
  /** True when it is done. Absent: no signal says it. */
  when: expression.optional(),
});

export const causeSchema = z.strictObject({
  id,
  name: text,
  /** True while it is there; of a permissive, while it is met. Absent: no signal says it, a person has to. */
  when: expression.optional(),
  /** What it is judged by: forced and substituted ones are marked, and its trend is theirs. */
  tags: z.array(z.string().min(1)).default([]),
  /** True while it is bypassed in the safety system. Absent: no signal says it. */
  bypass: expression.optional(),
  /** Ids of what it does. */
  effects: z.array(id).min(1),
});

export const interlockGroupSchema = z.strictObject({
  id,
  /** `trip`: a cause acts. `permissive`: nothing is permitted before all causes are met. */
  kind: z.enum(['trip', 'permissive']),
  title: text,
  effects: z.array(effectSchema).min(1),
  causes: z.array(causeSchema).min(1),
});

export const interlockFileSchema = z.strictObject({
  note: text.optional(),
  groups: z.array(interlockGroupSchema),
});

export type Effect = z.output<typeof effectSchema>;
export type Cause = z.output<typeof causeSchema>;
export type InterlockGroup = z.output<typeof interlockGroupSchema>;
export type InterlockFile = z.output<typeof interlockFileSchema>;

/** As clients get it: every expression has become a name that can be subscribed to, with its handle. */
export interface ServedInterlocks extends InterlockFile {
  readonly handles: Readonly<Record<string, number>>;
}
