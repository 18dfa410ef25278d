/**
 * The interlock matrix: which cause is there, what it does, and whether that has come about; what is forced or bypassed; the
 * conditions of resets and of every operation. The safety system and the PLC decide; nothing here commands anything.
 */
import type { ReactNode } from 'react';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { AssetPermissives } from './asset-permissives.tsx';
import { Matrix } from './matrix.tsx';

export function InterlocksView(): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const words = texts.support.interlocks;
  const served = useObservable(session.support.served);
  const interlocks = served?.interlocks ?? null;
  return (
    <section className="interlocks" data-testid="interlocks" tabIndex={-1}>
      {served !== null && interlocks === null ? <p className="support-none">{words.none}</p> : null}
      {interlocks?.note === undefined ? null : <p className="support-note">{pick(interlocks.note)}</p>}
      {interlocks?.groups.map(group => (
        <Matrix key={group.id} group={group} handles={interlocks.handles} />
      ))}
      <AssetPermissives />
    </section>
  );
}
