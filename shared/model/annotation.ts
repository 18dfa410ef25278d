/**
 * What a person has noted at a tag and a time. It belongs to these two and to no picture: every trend of the tag shows it. Written down
 * as versions that are never changed; the highest one holds, and one that is removed is a version as well. Times are epoch ms UTC.
 */
export interface Annotation {
  readonly id: string;
  /** From 1 on. */
  readonly version: number;
  readonly tag: string;
  /** What it is about. */
  readonly at: number;
  readonly text: string;
  /** Taken away by the person of this version; its text is that of before. */
  readonly isRemoved: boolean;
  /** When this version was written. */
  readonly writtenAt: number;
  readonly who: string;
  /** Console or address from where it was written. */
  readonly where: string | null;
}

/** Which annotations; all given parts must fit. Times are those that the annotations are about, from ≤ t < to. */
export interface AnnotationFilter {
  readonly from: number;
  readonly to: number;
  readonly tags?: readonly string[];
  /** Part of the name of the person who wrote what holds now; case does not matter. */
  readonly who?: string;
  /** Words that are all in tag or text; case does not matter. */
  readonly text?: string;
}

export interface AnnotationPage {
  /** Newest first by what they are about; what was removed is left out. */
  readonly annotations: readonly Annotation[];
  /** There are more, older ones: ask again with an earlier end. */
  readonly hasMore: boolean;
}

/** Characters of a text. */
export const LONGEST_ANNOTATION = 500;
