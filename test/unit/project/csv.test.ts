/** CSV as spreadsheets write it, with the place of every cell. */
import { describe, expect, it } from 'vitest';
import { CsvSyntaxError, parseCsv } from '../../../main/project/csv.ts';
import { randomOf } from '../support/samples.ts';

const texts = (source: string) => parseCsv(source).map(row => row.map(c => c.text));
const places = (source: string) => parseCsv(source).map(row => row.map(c => `${c.line}:${c.column}`));

describe('parseCsv', () => {
  it.each([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['\ufeffa,b', [['a', 'b']]],
    ['', []],
    ['\n\n a , b \n\n', [['a', 'b']]],
    [',', [['', '']]],
    ['"a,b","c ""d"" e"', [['a,b', 'c "d" e']]],
    ['"line 1\nline 2",x', [['line 1\nline 2', 'x']]],
    [
      '"line 1\r\nline 2",x\r\ny,z',
      [
        ['line 1\r\nline 2', 'x'],
        ['y', 'z'],
      ],
    ],
    ['"",""', [['', '']]],
    ['""""', [['"']]],
    ['中文,"°C, µ"', [['中文', '°C, µ']]],
    ['a"b,c', [['a"b', 'c']]],
  ])('reads %j', (source, rows) => {
    expect(texts(source)).toEqual(rows);
  });

  it('knows line and column of every cell: after quotes, over line ends, without counting the BOM', () => {
    expect(places('\ufeffa,bc,d\r\n"x,y",z')).toEqual([
      ['1:1', '1:3', '1:6'],
      ['2:1', '2:7'],
    ]);
    expect(places('a\n\n"1\n2",b,c\nd')).toEqual([['1:1'], ['3:1', '4:4', '4:6'], ['5:1']]);
  });

  it.each([
    ['a,"b', 1, 3],
    ['a\n"b""', 2, 1],
    ['"', 1, 1],
    ['a,"b" c', 1, 3],
    ['a,"b\nc,"d"', 1, 3],
  ])('points at the quote of %j that does not end where its cell does', (source, line, column) => {
    let error: unknown;
    try {
      parseCsv(source);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(CsvSyntaxError);
    expect(error).toMatchObject({ line, column });
  });

  it('reads back whatever a spreadsheet would have written', () => {
    const random = randomOf(11);
    const alphabet = ['a', ',', '"', '\n', '\r\n', '站', '1', '.'];
    for (let round = 0; round < 300; round++) {
      const rows = Array.from({ length: 3 }, () =>
        Array.from(
          { length: 3 },
          () => `x${Array.from({ length: 5 }, () => alphabet[Math.floor(random() * 8)]).join('')}x`,
        ),
      );
      const source = rows
        .map(r => r.map(c => `"${c.replaceAll('"', '""')}"`).join(','))
        .join(random() < 0.5 ? '\n' : '\r\n');
      expect(texts(source)).toEqual(rows);
    }
  });
});
