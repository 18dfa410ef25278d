/**
 * Up to twelve values, one below the other, each with its name, tag, band and number: a row is drawn as a `band-bar`, so the two
 * never differ. For alarms every row counts by itself (`gaugeRows`), not the table as a whole.
 */
import type { ReactNode } from 'react';
import type { SceneNode } from '../../../../shared/model/scene.ts';
import { GAUGE_ROLES } from '../../../../shared/scene/symbol-catalogue.ts';
import { type DrawInput, defineSymbol, numberProp } from '../../define-symbol.ts';
import { bandBar } from '../bars.tsx';

/** Rows of a table as nodes of their own, in the order of the roles; unbound roles take no room. */
export function gaugeRows(node: SceneNode): readonly { readonly role: string; readonly row: SceneNode }[] {
  const pitch = numberProp(node, 'pitchY') ?? 24;
  const { tagX = 150, barX = 220, barWidth = 100, valueX = 370 } = node.props;
  return GAUGE_ROLES.flatMap(role => {
    const bound = node.bind[role];
    return bound === undefined ? [] : [{ role, bound }];
  }).map(({ role, bound }, i) => ({
    role,
    row: {
      id: `${node.id}.${role}`,
      symbol: 'band-bar',
      at: [node.at[0], node.at[1] + i * pitch],
      bind: { value: bound },
      props: { tagX, barX, barWidth, valueX },
    },
  }));
}

const drawTable = ({ node, handles }: DrawInput): ReactNode =>
  gaugeRows(node).map(({ role, row }) => (
    <g key={role} transform={`translate(0 ${row.at[1] - node.at[1]})`}>
      {bandBar.draw({ node: row, state: '', handles: { value: handles[role] } })}
    </g>
  ));

export const gaugeTable = defineSymbol({ id: 'gauge-table', draw: drawTable });
