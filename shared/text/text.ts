/** A sentence or a name in every language the product speaks. Both are always present: no mixed screens. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type Language = keyof Text;

export const LANGUAGES: readonly Language[] = ['zh', 'en'];
