/**
 * Which place an alarm has in the present episode of its first-out group: a solid chip for the first, a number in a box for those
 * after it, nothing for one that has no part in it. It stands beside what caused a shutdown.
 */
import type { ReactNode } from 'react';
import { textWidth } from '../../../../shared/scene/text-width.ts';
import { useAlarmStatus } from '../../../alarms/use-alarms.ts';
import { useTexts } from '../../../store/session.ts';
import { type DrawInput, defineSymbol, stringProp } from '../../define-symbol.ts';
import { LetterBox } from '../marks.tsx';

function FirstOut({ node }: Pick<DrawInput, 'node'>): ReactNode {
  const { texts } = useTexts();
  const place = useAlarmStatus(stringProp(node, 'alarm') ?? '')?.firstOut ?? null;
  if (place === null) return null;
  if (place > 1) return <LetterBox letter={String(place)} at={[0, -13]} />;
  return (
    <>
      <rect y={-14} width={textWidth(texts.alarms.firstOut, 13, true) + 12} height={18} className="chip" />
      <text x={6} className="t13 b inv">
        {texts.alarms.firstOut}
      </text>
    </>
  );
}

export const firstOut = defineSymbol({ id: 'first-out', draw: input => <FirstOut {...input} /> });
