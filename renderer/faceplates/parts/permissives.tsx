/** Permissives by action, unmet ones first, with a black cross; those that no signal tells are left to a person and say so. */
import type { ReactNode } from 'react';
import type { Permissive, ServedAsset } from '../../../shared/model/asset.ts';
import { useAllAlarms } from '../../alarms/use-alarms.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { useTruth } from './use-asset.ts';

const ACTIONS = ['open', 'close', 'set', 'reset'] as const;

export function Permissives({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.faceplate;
  const groups = ACTIONS.map(action => ({ action, all: asset.permissives.filter(p => p.action === action) }));
  return (
    <>
      {asset.permissives.length === 0 ? <p className="plate-note">{words.lacking.noPermissives}</p> : null}
      {groups.map(({ action, all }) =>
        all.length === 0 ? null : (
          <section key={action} className="permissives">
            <p className="section-name">{words.permissive[action]}</p>
            <ul>
              {all.map(permissive => (
                <PermissiveRow key={permissive.text.en} asset={asset} permissive={permissive} />
              ))}
            </ul>
          </section>
        ),
      )}
      <dl className="plate-facts">
        <dt>{words.permissive.trips}</dt>
        <dd>{asset.trips === undefined ? words.lacking.notSaid : pick(asset.trips)}</dd>
        <dt>{words.permissive.firstOut}</dt>
        <dd>
          <FirstOut asset={asset} />
        </dd>
      </dl>
    </>
  );
}

function PermissiveRow({
  asset,
  permissive,
}: {
  readonly asset: ServedAsset;
  readonly permissive: Permissive;
}): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.faceplate.permissive;
  const met = useTruth(asset, permissive.when);
  const look = met === null ? 'is-unknown' : met ? 'is-met' : 'is-unmet';
  // A person's part comes last, what stands in the way first: by the order of the list, not of the page.
  return (
    <li className={look} data-testid="permissive" data-met={String(met)}>
      <svg viewBox="0 0 18 18" aria-hidden="true">
        {met === true ? <path className="mark" d="M3 9.5l4 4L15 5" /> : null}
        {met === false ? (
          <>
            <rect width={18} height={18} />
            <path className="cross" d="M5 5l8 8M13 5l-8 8" />
          </>
        ) : null}
        {met === null ? <circle cx={9} cy={9} r={7} /> : null}
      </svg>
      <span>{pick(permissive.text)}</span>
      <em>
        {permissive.when === undefined
          ? words.person
          : met === null
            ? texts.deviceUnknown
            : met
              ? words.met
              : words.unmet}
      </em>
    </li>
  );
}

/** Of the alarms of the equipment the one that came first in a running episode of its group. */
function FirstOut({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const words = useTexts().texts.faceplate.permissive;
  const { pick } = useTexts();
  const { descriptions } = useSession().alarms;
  const known = useObservable(descriptions);
  const tags = Object.values(asset.tags);
  const first = useAllAlarms().find(({ firstOut, tag }) => firstOut === 1 && tag !== null && tags.includes(tag));
  if (first === undefined) return words.noTrip;
  const message = known.get(first.id)?.texts.message;
  return message === undefined ? first.id : pick(message);
}
