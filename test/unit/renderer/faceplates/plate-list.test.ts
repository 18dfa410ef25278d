/** Which faceplates are open, and which one gives way. */
import { describe, expect, it } from 'vitest';
import {
  changed,
  type Plates,
  pinnedOnly,
  raised,
  withoutPlate,
  withPlate,
} from '../../../../renderer/faceplates/desk/plate-list.ts';

const open = (...ids: string[]): Plates => ids.reduce<Plates>((plates, id) => withPlate(plates, id) ?? plates, []);
const ids = (plates: Plates | null): readonly string[] => (plates ?? []).map(plate => plate.id);

describe('the list of faceplates', () => {
  it('keeps three, the newest on top', () => {
    expect(ids(open('a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
  });

  it('gives the place of the oldest to a fourth, whichever lies on top', () => {
    expect(ids(withPlate(raised(open('a', 'b', 'c'), 'a'), 'd'))).toEqual(['b', 'c', 'd']);
  });

  it('leaves pinned ones where they are', () => {
    expect(ids(withPlate(changed(open('a', 'b', 'c'), 'a', { isPinned: true }), 'd'))).toEqual(['a', 'c', 'd']);
  });

  it('opens none when all three are pinned', () => {
    const pinned = ['a', 'b', 'c'].reduce((plates, id) => changed(plates, id, { isPinned: true }), open('a', 'b', 'c'));
    expect(withPlate(pinned, 'd')).toBeNull();
    expect(ids(withPlate(pinned, 'a'))).toEqual(['b', 'c', 'a']);
  });

  it('brings one that is open to the top and keeps its tab', () => {
    const plates = changed(open('a', 'b'), 'a', { tab: 'trend' });
    expect(withPlate(plates, 'a')?.at(-1)).toMatchObject({ id: 'a', tab: 'trend' });
    expect(ids(withoutPlate(plates, 'b'))).toEqual(['a']);
  });

  it('keeps the pinned ones alone for another screen', () => {
    expect(ids(pinnedOnly(changed(open('a', 'b'), 'b', { isPinned: true })))).toEqual(['b']);
  });
});
