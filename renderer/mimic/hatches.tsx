/** Patterns of what is old. One drawing of the page must hold them; all others refer to them by their ids. */
import type { ReactNode } from 'react';

/** What is old: over a number plain, over a symbol on the ground of its last known state. */
function Hatch({ id, of = '' }: { readonly id: string; readonly of?: '' | 'run' | 'stop' }): ReactNode {
  return (
    <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={6} height={6} className={`hatch-ground ${of}`.trim()} />
      <path d="M0 0V6" className={`hatch-line ${of}`.trim()} />
    </pattern>
  );
}

export const Hatches = (): ReactNode => (
  <>
    <Hatch id="hatch" />
    <Hatch id="hatch-run" of="run" />
    <Hatch id="hatch-stop" of="stop" />
  </>
);
