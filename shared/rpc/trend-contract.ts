/** The part of the contract that keeps and gives away trends: presets, annotations, files; joined with the others in `contract.ts`. */
import { z } from 'zod';
import { type Annotation, type AnnotationPage, LONGEST_ANNOTATION } from '../model/annotation.ts';
import type { TrendPreset } from '../model/trend-preset.ts';
import { command, nothing, person, query, stream, tagName, time } from './entry.ts';

/** JSON of the whole setup, characters: eight pens and what a screen may keep of each. */
const LONGEST_SETUP = 8_192;
const MOST_PENS = 16;

const setup = z
  .looseObject({
    pens: z.array(z.looseObject({ tag: tagName, isHidden: z.boolean() }).nullable()).max(MOST_PENS),
    spanMs: z.number().positive(),
  })
  .refine(value => JSON.stringify(value).length <= LONGEST_SETUP);
const id = z.string().min(1).max(64);
const version = z.int().positive();
const presetTitle = z.string().min(1).max(200);
const note = z.string().trim().min(1).max(LONGEST_ANNOTATION);
const span = { from: time, to: time };

/** A file, or a part of one. Parts of a CSV file are its bytes one after the other. */
export interface TrendFilePart {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Rows of this part. */
  readonly rows: number;
  /** There are more rows than a file takes. */
  readonly isCut: boolean;
  /** Where the next part goes on; null after the last. */
  readonly next: TrendFileCursor | null;
}

/** Rows that have gone, and where: in the pen of that place and behind those samples, or at a time. */
export interface TrendFileCursor {
  readonly rows: number;
  readonly pen: number;
  readonly at: number | null;
  readonly taken: number;
}

/** Something of the annotations has changed since the item before: ask anew. The first item says nothing has. */
export interface AnnotationNews {
  readonly revision: number;
}

export const trendContract = {
  /** Those of the project first, then by name. */
  'presets.list': query<readonly TrendPreset[]>()(nothing),
  /**
   * `replaces` is the version of the preset of that name that the person has seen, null when they have seen none; refused when there is
   * another, with who saved it and when.
   */
  'presets.save': command<TrendPreset>()(
    'operator',
    z.strictObject({ name: presetTitle, setup, who: person, replaces: version.nullable() }),
  ),
  'presets.rename': command<TrendPreset>()('operator', z.strictObject({ id, version, name: presetTitle, who: person })),
  'presets.remove': command<null>()('operator', z.strictObject({ id, version, who: person })),
  /** What people have noted at tags, newest first by the time it is about. */
  'annotations.search': query<AnnotationPage>()(
    z.strictObject({
      ...span,
      tags: z.array(tagName).max(1_000).optional(),
      who: z.string().trim().max(64).optional(),
      text: z.string().trim().max(200).optional(),
      limit: z.int().min(1).max(1_000).default(200),
    }),
  ),
  /** Everything that one has ever said, oldest first. */
  'annotations.versions': query<readonly Annotation[]>()(z.strictObject({ id })),
  /** Answered when it is durable. */
  'annotations.add': command<Annotation>()(
    'operator',
    z.strictObject({ tag: tagName, at: time, text: note, who: person }),
  ),
  /** A new version; one that was removed is there again. Refused when somebody else has changed the version that was seen. */
  'annotations.edit': command<Annotation>()('operator', z.strictObject({ id, version, text: note, who: person })),
  /** A version that takes it off the trends; what it said stays in its versions and in the events. */
  'annotations.remove': command<Annotation>()('operator', z.strictObject({ id, version, who: person })),
  /**
   * Pens over [from, to) as a file: every stored sample with the ones in force at both ends, one row each, or with `stepMs` one row a
   * step with average, least, greatest and good share of each pen. CSV comes in parts; a workbook is one, of 100,000 rows at most.
   */
  'trends.export': query<TrendFilePart>()(
    z.strictObject({
      tags: z.array(tagName).min(1).max(MOST_PENS),
      ...span,
      /** null: every sample */ stepMs: z
        .number()
        .min(1_000)
        .max(31 * 86_400_000)
        .nullable(),
      format: z.enum(['csv', 'xlsx']),
      language: z.enum(['zh', 'en']),
      /** `next` of the part before */
      after: z
        .strictObject({
          rows: z.int().nonnegative(),
          pen: z.int().nonnegative(),
          at: time.nullable(),
          taken: z.int().nonnegative(),
        })
        .optional(),
    }),
  ),
  /** All of them, now and whenever one has changed. */
  presets: stream<readonly TrendPreset[]>()(nothing),
  annotations: stream<AnnotationNews>()(nothing),
} as const;
