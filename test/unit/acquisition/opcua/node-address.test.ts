import { describe, expect, test } from 'vitest';
import {
  formatNodeAddress,
  resolveNodeAddress,
} from '../../../../main/acquisition/drivers/opcua/client/node-address.ts';

const namespaces = ['http://opcfoundation.org/UA/', 'urn:gc', 'urn:a;b%'];

describe('node address', () => {
  test('a namespace URI becomes the index that the server has given it', () => {
    expect(resolveNodeAddress('nsu=urn:gc;s=AT-1501.C1;x', namespaces)).toEqual({
      ok: true,
      nodeId: 'ns=1;s=AT-1501.C1;x',
    });
    expect(resolveNodeAddress('nsu=urn:a%3Bb%25;i=7', namespaces)).toEqual({ ok: true, nodeId: 'ns=2;i=7' });
    expect(resolveNodeAddress('i=2259', namespaces)).toEqual({ ok: true, nodeId: 'ns=0;i=2259' });
  });

  test('what is no NodeId, or of a namespace the server lacks, is a problem and no exception', () => {
    for (const text of ['', 'x', 'ns=1;', 'nsu=urn:other;s=a', 'i=-1', 'i=4294967296', 'g=12', 'ns=1;b=*']) {
      expect(resolveNodeAddress(text, namespaces).ok).toBe(false);
    }
  });

  test('the text of a browsed node leads back to the same node', () => {
    for (const nodeId of ['ns=0;i=85', 'ns=1;s=a;b=%3B', 'ns=2;i=7', 'ns=9;i=1']) {
      expect(resolveNodeAddress(formatNodeAddress(nodeId, namespaces), namespaces)).toEqual({ ok: true, nodeId });
    }
    expect(formatNodeAddress('ns=0;i=85', namespaces)).toBe('i=85');
    expect(formatNodeAddress('ns=2;i=7', namespaces)).toBe('nsu=urn:a%3Bb%25;i=7');
  });
});
