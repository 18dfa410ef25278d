/** Pipe fittings without a state: vent, insulating joint, injection quill, tee. */
import { defineSymbol } from '../define-symbol.ts';

export const vent = defineSymbol({
  id: 'vent',
  draw: () => <path d="M0 16V-8M-7-2L0-12L7-2" className="sl" />,
});

export const insulatingJoint = defineSymbol({
  id: 'insulating-joint',
  draw: () => <path d="M-3-10V10M3-10V10" className="sl" />,
});

export const quill = defineSymbol({
  id: 'injection-quill',
  draw: () => <path d="M0 18V0M-5-1L0 8L5-1Z" className="sl" />,
});

export const tee = defineSymbol({
  id: 'tee',
  draw: () => <circle r={3} className="dot" />,
});
