/** Pipe fittings without a state: vent, insulating joint, injection quill, tee. */
import { defineSymbol } from '../define-symbol.ts';

export const vent = defineSymbol({
  id: 'vent',
  box: [-7, -12, 14, 28],
  draw: () => <path d="M0 16V-8M-7-2L0-12L7-2" className="sl" />,
});

export const insulatingJoint = defineSymbol({
  id: 'insulating-joint',
  box: [-3, -10, 6, 20],
  draw: () => <path d="M-3-10V10M3-10V10" className="sl" />,
});

export const quill = defineSymbol({
  id: 'injection-quill',
  box: [-5, -1, 10, 19],
  draw: () => <path d="M0 18V0M-5-1L0 8L5-1Z" className="sl" />,
});

export const tee = defineSymbol({
  id: 'tee',
  box: [-3, -3, 6, 6],
  draw: () => <circle r={3} className="dot" />,
});
