/** Heads out of a pack as objects with fields of their own, to be compared and changed. */
import { NUMBER_FIELDS, type StoredHead } from '../../main/historian/codec/heads/head-layout.ts';

export function plainHead(head: StoredHead): StoredHead {
  const { origin, interpolation } = head;
  const numbers = NUMBER_FIELDS.map(field => [field, head[field]] as const);
  return {
    ...(Object.fromEntries(numbers) as Pick<StoredHead, (typeof NUMBER_FIELDS)[number]>),
    origin,
    interpolation,
  };
}
