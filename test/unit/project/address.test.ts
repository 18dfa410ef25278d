/** Addresses as people write them, in every notation; offsets come out zero-based. */
import { describe, expect, it } from 'vitest';
import { parseForbidden, parseModbusAddress, parseOpcuaAddress } from '../../../main/project/address.ts';

const HAN = /\p{Script=Han}/u;

describe('a Modbus address', () => {
  it.each([
    ['coil:0', { table: 'coil', offset: 0 }],
    ['discrete:17', { table: 'discrete', offset: 17 }],
    ['input:30000', { table: 'input', offset: 30_000 }],
    ['holding:65535', { table: 'holding', offset: 65_535 }],
    ['holding:100.3', { table: 'holding', offset: 100, bit: 3 }],
    ['input:0.15', { table: 'input', offset: 0, bit: 15 }],
    ['holding:100x8', { table: 'holding', offset: 100, length: 8 }],
    ['00001', { table: 'coil', offset: 0 }],
    ['10001', { table: 'discrete', offset: 0 }],
    ['30001', { table: 'input', offset: 0 }],
    ['40001', { table: 'holding', offset: 0 }],
    ['49999', { table: 'holding', offset: 9_998 }],
    ['000001', { table: 'coil', offset: 0 }],
    ['165536', { table: 'discrete', offset: 65_535 }],
    ['365536', { table: 'input', offset: 65_535 }],
    ['465536', { table: 'holding', offset: 65_535 }],
    ['40101.3', { table: 'holding', offset: 100, bit: 3 }],
    ['400101x20', { table: 'holding', offset: 100, length: 20 }],
  ])('%s is %j', (text, address) => {
    expect(parseModbusAddress(text, 0)).toEqual({ ok: true, address });
  });

  it('counts from 1 where the device does, and the classic notation always does', () => {
    for (const [text, offset] of [
      ['holding:1', 0],
      ['holding:65536', 65_535],
      ['coil:7', 6],
      ['40001', 0],
      ['465536', 65_535],
    ] as const) {
      expect(parseModbusAddress(text, 1), text).toMatchObject({ ok: true, address: { offset } });
    }
  });

  it.each([
    [
      'holding:8*100+holding:10',
      {
        table: 'holding',
        offset: 8,
        split: { factor: 100, plus: { table: 'holding', offset: 10 }, type: '', order: '' },
      },
    ],
    [
      '40009 * 0.5 + 40011',
      {
        table: 'holding',
        offset: 8,
        split: { factor: 0.5, plus: { table: 'holding', offset: 10 }, type: '', order: '' },
      },
    ],
    [
      'holding:8*1+holding:10:float32:CDAB',
      {
        table: 'holding',
        offset: 8,
        split: { factor: 1, plus: { table: 'holding', offset: 10 }, type: 'float32', order: 'CDAB' },
      },
    ],
    [
      'input:8*1000+30011:uint16',
      {
        table: 'input',
        offset: 8,
        split: { factor: 1_000, plus: { table: 'input', offset: 10 }, type: 'uint16', order: '' },
      },
    ],
  ])('%s is a totaliser in two parts', (text, address) => {
    expect(parseModbusAddress(text, 0)).toEqual({ ok: true, address });
  });

  it.each([
    '',
    'holding',
    'holding:',
    'holding:-1',
    'holding:65536',
    'holding:99999',
    'holding:1.',
    'holding:1.123',
    'holding:1x',
    'holding:1.2x3',
    'Holding:1',
    'coil:1 ',
    'constructor:1',
    '1',
    '4001',
    '40000',
    '20001',
    '465537',
    '4000001',
    'holding:8*100',
    'holding:8+holding:10',
    'holding:8.1*100+holding:10',
    'holding:8x2*100+holding:10',
    'holding:8*100+holding:10.1',
    'holding:8*100+holding:10:a:b:c',
    'holding:8*100+',
    '*100+holding:8',
  ])('"%s" is refused, and both languages say how one is written', text => {
    const result = parseModbusAddress(text, 0);
    if (result.ok) throw new Error('was accepted');
    expect(result.what.en).toBe(`address "${text}" is not understood`);
    expect(result.right.en).toMatch(/with N from 0 to 65535, .*holding:N\.3.*holding:Nx8.*holding:N\*100.*40001/);
    expect(result.right.zh).toContain('0–65535');
    expect(result.what.zh).toMatch(HAN);
  });

  it('tells the numbers of a device that counts from 1', () => {
    const result = parseModbusAddress('holding:0', 1);
    expect(result.ok ? '' : result.right.en).toContain('with N from 1 to 65536');
    expect(result.ok ? '' : result.right.zh).toContain('1–65536');
  });

  it.each([
    ['holding:100.16', 'address "holding:100.16" has no such bit', 'bits are 0 to 15, 0 is the least significant'],
    ['40101.99', 'address "40101.99" has no such bit', 'bits are 0 to 15, 0 is the least significant'],
    [
      'coil:7.0',
      'address "coil:7.0" has no such bit',
      'a coil or discrete input is a bit itself: leave the dot and the number away',
    ],
    [
      '10008.3',
      'address "10008.3" has no such bit',
      'a coil or discrete input is a bit itself: leave the dot and the number away',
    ],
    ['holding:8*0+holding:10', 'factor "0" is none', 'a number above 0, such as 100'],
    ['holding:8*-1+holding:10', 'factor "-1" is none', 'a number above 0, such as 100'],
    ['holding:8*1e2+holding:10', 'factor "1e2" is none', 'a number above 0, such as 100'],
  ])('%s: %s — %s', (text, what, right) => {
    expect(parseModbusAddress(text, 0)).toMatchObject({
      ok: false,
      what: { en: what, zh: expect.stringMatching(HAN) },
      right: { en: right, zh: expect.stringMatching(HAN) },
    });
  });
});

describe('a forbidden range', () => {
  it.each([
    ['holding:100-120', 0, { table: 'holding', from: 100, to: 120 }],
    ['coil:7', 0, { table: 'coil', from: 7, to: 7 }],
    ['input:0-65535', 0, { table: 'input', from: 0, to: 65_535 }],
    ['input:1-65536', 1, { table: 'input', from: 0, to: 65_535 }],
    ['discrete:1', 1, { table: 'discrete', from: 0, to: 0 }],
  ] as const)('%s counted from %i is %j', (text, base, address) => {
    expect(parseForbidden(text, base)).toEqual({ ok: true, address });
  });

  it.each([
    ['holding:120-100', 0],
    ['holding:1-65536', 0],
    ['holding:0', 1],
    ['holding', 0],
    ['40101', 0],
    ['holding:1-', 0],
    ['', 0],
  ] as const)('"%s" counted from %i is refused', (text, base) => {
    const result = parseForbidden(text, base);
    if (result.ok) throw new Error('was accepted');
    expect(result.what.en).toBe(`forbidden range "${text}" is not understood`);
    expect(result.right.en).toContain(`from ${base} to ${65_535 + base}, the lower one first`);
    expect(result.what.zh).toMatch(HAN);
    expect(result.right.zh).toMatch(HAN);
  });
});

describe('an OPC UA address', () => {
  it('has its namespace by URI, because indexes change', () => {
    expect(parseOpcuaAddress('nsu=urn:a;s=X.Y')).toEqual({
      ok: true,
      address: { kind: 'opcua', nodeId: 'nsu=urn:a;s=X.Y' },
    });
    for (const text of ['ns=2;s=X', 'X', 'nsu=;s=X', 'nsu=urn:a;s=', 'nsu=urn:a;x=1']) {
      const result = parseOpcuaAddress(text);
      expect(result.ok ? '' : result.right.en).toContain('nsu=NAMESPACE-URI;s=IDENTIFIER');
    }
  });
});
