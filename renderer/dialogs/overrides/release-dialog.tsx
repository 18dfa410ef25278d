/** Ends an override: says which live value comes back, in which quality. */
import type { ReactNode } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { lookOf, present } from '../../mimic/quality-look.ts';
import { sampleOf } from '../../store/reading-sample.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { usePolled } from '../../store/use-polled.ts';
import { qualityWords } from '../../ui/detail-rows.ts';
import { CommandDialog } from '../command-dialog.tsx';

interface ReleaseDialogProps {
  readonly tagName: string;
  readonly onClose: () => void;
}

export function ReleaseDialog({ tagName, onClose }: ReleaseDialogProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const known = useObservable(session.station.overrides);
  const polled = usePolled('tags.overrides', {}).value ?? known;
  const entry = polled.find(({ tag }) => tag === tagName) ?? known.find(({ tag }) => tag === tagName);
  const tag = useObservable(session.station.model)?.byName.get(tagName);
  const { title, consequence, act } = texts.dialog.release;
  const { register } = texts.communication;
  const look = entry && lookOf(sampleOf(entry.live), session.moment());
  const shown = look && present(look, tag?.decimals ?? 0);
  const live = shown === undefined ? '' : [shown.text, tag?.unit, shown.age].filter(Boolean).join(' ');
  return (
    <CommandDialog
      texts={{
        title: fill(title, { kind: entry === undefined ? '' : register.kind[entry.kind] }),
        consequence: fill(consequence, { tag: tagName, live, quality: look ? qualityWords(look, texts) : '' }),
        act,
      }}
      subtitle={`${tagName} ${tag === undefined ? '' : pick(tag.description)}`}
      testId="release-dialog"
      send={by => session.client.call('tags.release', { tag: tagName, ...by })}
      onClose={onClose}
    />
  );
}
