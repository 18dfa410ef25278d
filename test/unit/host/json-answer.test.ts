/** Answers as JSON: the same text in pieces as in one, whatever the numbers are. */
import { describe, expect, it } from 'vitest';
import { jsonPieces } from '../../../main/host/json-answer.ts';
import { randomOf } from '../support/samples.ts';

const parsed = (value: unknown): unknown =>
  JSON.parse(
    jsonPieces(value)
      .map(piece => piece())
      .join(''),
  );

describe('jsonPieces', () => {
  it('writes what is small in one piece, arrays as lists and no number as null', () => {
    const value = { ok: true, v: Float64Array.of(1.5, Number.NaN, Number.POSITIVE_INFINITY), q: new Uint16Array(0) };
    expect(jsonPieces(value)).toHaveLength(1);
    expect(parsed(value)).toEqual({ ok: true, v: [1.5, null, null], q: [] });
  });

  it('parts many small arrays as well, empty ones among them', () => {
    const value = Array.from({ length: 3_000 }, (_, i) => Float64Array.of(...Array(i % 4).fill(i)));
    expect(jsonPieces(value).length).toBeGreaterThan(100);
    expect(parsed(value)).toEqual(value.map(array => [...array]));
  });

  it.each([4_096, 4_097, 8_192, 100_001])('writes %i numbers in pieces that join to the same text', count => {
    const random = randomOf(count);
    const v = Float64Array.from({ length: count }, () => (random() < 0.1 ? Number.NaN : random() * 1e6));
    const value = [
      { tag: 'array', v, q: Uint16Array.from(v, () => 512) },
      { tag: '"', v: v.subarray(3), text: '采样' },
    ];
    const plain = (_key: string, part: unknown) => (ArrayBuffer.isView(part) ? [...(part as Float64Array)] : part);
    expect(
      jsonPieces(value)
        .map(piece => piece())
        .join(''),
    ).toBe(JSON.stringify(value, plain));
    for (const piece of jsonPieces(value)) expect(piece().length).toBeLessThan(4_096 * 26 + 200);
  });
});
