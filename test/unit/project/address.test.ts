/** Addresses as people write them. */
import { describe, expect, it } from 'vitest';
import { parseModbusAddress, parseOpcuaAddress } from '../../../main/project/address.ts';

describe('addresses', () => {
  it.each([
    ['coil:0', 'coil', 0],
    ['discrete:17', 'discrete', 17],
    ['input:30000', 'input', 30_000],
    ['holding:65535', 'holding', 65_535],
  ])('reads %s', (text, table, offset) => {
    expect(parseModbusAddress(text)).toEqual({ ok: true, address: { table, offset } });
  });

  it.each([
    '',
    'holding',
    'holding:',
    'holding:-1',
    'holding:65536',
    'holding:99999',
    'holding:1.5',
    '40001',
    'Holding:1',
    'coil:1 ',
    'constructor:1',
  ])('refuses "%s" and says in both languages how it is written', text => {
    const result = parseModbusAddress(text);
    if (result.ok) throw new Error('was accepted');
    expect(result.right.en).toContain('zero-based');
    expect(result.right.zh).toMatch(/\p{Script=Han}/u);
  });

  it('asks for an OPC UA namespace by URI, because indexes change', () => {
    expect(parseOpcuaAddress('nsu=urn:a;s=X.Y').ok).toBe(true);
    for (const text of ['ns=2;s=X', 'X', 'nsu=;s=X', 'nsu=urn:a;s=', 'nsu=urn:a;x=1']) {
      expect(parseOpcuaAddress(text).ok).toBe(false);
    }
  });
});
