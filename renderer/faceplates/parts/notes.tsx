/** What the project says about an asset beside its values; what it does not say is said to be missing. */
import type { ReactNode } from 'react';
import type { ServedAsset } from '../../../shared/model/asset.ts';
import { useSession, useTexts } from '../../store/session.ts';

export function Notes({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.faceplate;
  const { note, tests, fail, trips } = asset;
  return (
    <>
      <p className="section-name">{words.note.note}</p>
      <p className="plate-text">{note === undefined ? words.lacking.noNotes : pick(note)}</p>
      <dl className="plate-facts">
        {fail === undefined ? null : (
          <>
            <dt>{words.state.fail}</dt>
            <dd>{words.state.failTo[fail]}</dd>
          </>
        )}
        {trips === undefined ? null : (
          <>
            <dt>{words.note.safety}</dt>
            <dd>{pick(trips)}</dd>
          </>
        )}
        <dt>{words.note.tests}</dt>
        <dd>
          {tests.length === 0
            ? words.lacking.notSaid
            : tests.map(({ what, due }) => `${pick(what)} ${words.note.due} ${due}`).join(' · ')}
        </dd>
        <dt>{words.note.lockOut}</dt>
        <dd>{words.note.noLockOut}</dd>
      </dl>
      <RelatedParts asset={asset} />
    </>
  );
}

function RelatedParts({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  if (asset.parts.length === 0) return null;
  return (
    <>
      <p className="section-name">{texts.faceplate.note.parts}</p>
      <ul className="plate-parts">
        {asset.parts.map(id => {
          const part = session.plates.assetOf(id);
          return (
            <li key={id}>
              <button
                type="button"
                className="button is-small"
                onClick={() => session.plates.show(id, session.plates.anchorOf(id))}
              >
                <b>{id}</b> {part === undefined ? '' : pick(part.name)}
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
