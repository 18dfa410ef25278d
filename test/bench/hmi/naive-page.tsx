/**
 * The baseline's page: 600 symbols of the same kinds and places as on the measured screen, all values in the state of the root, every
 * symbol rendered at every update. It makes its values itself, so that nothing of a network or a decoder counts against it.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

interface NaiveOrder {
  readonly share: number;
  readonly rows: number;
  readonly numbers: number;
  readonly places: readonly (readonly [number, number])[];
}

declare global {
  interface Window {
    naiveOrder: NaiveOrder;
  }
}

const UPDATE_MS = 250;
const RANGE = 1_000;
/** As the measured field. */
const LOW_SHARE = 0.05;

interface SymbolProps {
  readonly at: readonly [number, number];
  readonly value: number;
}

function NumberText({ x, value }: { readonly x: number; readonly value: number }): ReactNode {
  return (
    <>
      <rect x={x - 40} y={-12} width={40} height={14} fill="none" />
      <text x={x} textAnchor="end" data-quality="good">
        {value.toFixed(0)}
      </text>
      <path d="" />
      <g visibility="hidden">
        <rect width={13} height={13} />
        <text />
      </g>
      <text x={x + 4}>kPa</text>
    </>
  );
}

function Row({ at: [x, y], value }: SymbolProps): ReactNode {
  const width = (value / RANGE) * 40;
  return (
    <g transform={`translate(${x} ${y})`}>
      <g>
        <rect width={80} height={19} fill="none" />
        <text>P</text>
        <g>
          <rect x={48} y={-8} width={40} height={6} fill="#aaa" />
          <rect x={48} y={-8} width={width} height={6} fill="#555" />
          <path d={`M${48 + width} -11v12`} stroke="#000" />
        </g>
        <NumberText x={44} value={value} />
      </g>
    </g>
  );
}

function Plain({ at: [x, y], value }: SymbolProps): ReactNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <g>
        <rect width={44} height={19} fill="none" />
        <NumberText x={44} value={value} />
      </g>
    </g>
  );
}

function Pump({ at: [x, y], value }: SymbolProps): ReactNode {
  const state = value > RANGE / 2 ? 'run' : 'stop';
  return (
    <g transform={`translate(${x + 20} ${y - 4})`} data-state={state}>
      <g>
        <title>{state}</title>
        <circle r={11} fill={state === 'run' ? '#fff' : '#666'} stroke="#000" />
        <path d="M-5-9L11 0L-5 9" fill="none" stroke="#000" />
      </g>
    </g>
  );
}

function changed(values: readonly number[], share: number): readonly number[] {
  const next = [...values];
  const first = Math.floor(Math.random() * next.length);
  for (let i = 0; i < share * next.length; i++) {
    const isLow = Math.random() < LOW_SHARE;
    next[(first + i * 7) % next.length] = Math.floor((Math.random() / 2 + (isLow ? 0 : 0.5)) * RANGE);
  }
  return next;
}

function App({ order }: { readonly order: NaiveOrder }): ReactNode {
  const [values, setValues] = useState<readonly number[]>(() => order.places.map(() => 250));
  useEffect(() => {
    const timer = setInterval(() => setValues(before => changed(before, order.share)), UPDATE_MS);
    return () => clearInterval(timer);
  }, [order]);
  return (
    <svg viewBox="0 0 1848 992" width="1848" height="992">
      {order.places.map((at, i) => {
        const value = values[i] ?? 0;
        if (i < order.rows) return <Row key={i} at={at} value={value} />;
        if (i < order.rows + order.numbers) return <Plain key={i} at={at} value={value} />;
        return <Pump key={i} at={at} value={value} />;
      })}
    </svg>
  );
}

createRoot(document.body.appendChild(document.createElement('main'))).render(<App order={window.naiveOrder} />);
