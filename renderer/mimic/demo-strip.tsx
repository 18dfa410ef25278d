/** Along the top of an hour's chart, over what was made for the demo; pointed at, it says so. `useSpark` gives it its width. */
import type { ReactNode, RefObject } from 'react';
import { useTexts } from '../store/session.ts';

interface StripProps {
  readonly strip: RefObject<SVGRectElement | null>;
  /** Top of the chart. */
  readonly y: number;
}

export function DemoStrip({ strip, y }: StripProps): ReactNode {
  const { texts } = useTexts();
  return (
    <rect ref={strip} x={0} y={y} width={0} height={5} className="demo-strip" data-testid="demo-strip">
      <title>{texts.trends.demoData}</title>
    </rect>
  );
}
