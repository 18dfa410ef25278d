/**
 * Up to twelve values, one below the other, each with its name, tag, band and number: a row is drawn as a `band-bar`, so the two
 * never differ. For alarms every row counts by itself (`gaugeRows`), not the table as a whole.
 */
import type { ReactNode } from 'react';
import { gaugeRows } from '../../../../shared/scene/marks/gauge-rows.ts';
import { type DrawInput, defineSymbol } from '../../define-symbol.ts';
import { bandBar } from '../bars.tsx';

const drawTable = ({ node, handles }: DrawInput): ReactNode =>
  gaugeRows(node).map(({ role, row }) => (
    <g key={role} transform={`translate(0 ${row.at[1] - node.at[1]})`}>
      {bandBar.draw({ node: row, state: '', handles: { value: handles[role] } })}
    </g>
  ));

export const gaugeTable = defineSymbol({ id: 'gauge-table', draw: drawTable });
