/**
 * One place of a device is one tag. The same registers read as another type, as another bit or as part of a split totaliser are
 * another value: meters are read so.
 */
import type { TableRow } from '../table.ts';
import type { FieldAddress, ProjectTag } from '../types.ts';

interface PlacedRow {
  readonly tag: Pick<ProjectTag, 'name' | 'device' | 'address' | 'addressText'>;
  readonly row: TableRow;
}

function placeOf(address: FieldAddress): string {
  if (address.kind === 'opcua') return address.nodeId;
  const { table, offset, type, bit = '', length = '', split } = address;
  const plus = split === undefined ? '' : `*${split.factor}+${split.plus.offset}:${split.plus.type}`;
  return `${table}:${offset}:${type}:${bit}:${length}${plus}`;
}

export function checkPlaces(rows: readonly PlacedRow[]): void {
  const first = new Map<string, PlacedRow>();
  for (const current of rows) {
    const { name, device, address, addressText } = current.tag;
    if (device === null || address === null) continue;
    const key = `${device}/${placeOf(address)}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, current);
      continue;
    }
    // Of two rows with one name the name is what is wrong.
    if (other.tag.name === name) continue;
    current.row.complain(
      'address',
      {
        zh: `${other.tag.name} 与 ${name} 读同一地址 ${device} ${addressText}`,
        en: `${other.tag.name} and ${name} read the same address, ${addressText} of ${device}`,
      },
      {
        zh: `第 ${other.row.line} 行已有；改地址，或去掉其中一行`,
        en: `line ${other.row.line} has it already; change the address, or remove one of the rows`,
      },
    );
  }
}
