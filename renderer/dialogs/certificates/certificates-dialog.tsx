/**
 * Whom the OPC UA channels trust, and the decision about it. Nothing here trusts by itself or by the way: a decision is a step
 * of its own with the thumbprint before the eyes, and its button cannot be reached by Enter in a field.
 */
import { type ReactNode, useState } from 'react';
import type { CertificateInfo, ChannelCertificates } from '../../../shared/model/opcua.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { usePolled } from '../../store/use-polled.ts';
import { Modal, useFirstFocus } from '../../ui/modal.tsx';
import { CertificateCard } from './certificate-card.tsx';
import { TrustStep } from './trust-step.tsx';

interface CertificatesDialogProps {
  /** Stands first. */
  readonly channel: string;
  readonly onClose: () => void;
}

/** The certificate that is being decided about; the list where there is none. */
interface Decision {
  readonly channel: string;
  readonly sha1: string;
  readonly isTrust: boolean;
}

export function CertificatesDialog({ channel, onClose }: CertificatesDialogProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.dialog.certificates;
  const listed = usePolled('certificates.list', {}).value;
  const [decision, setDecision] = useState<Decision | null>(null);
  const [isLocked, setLocked] = useState(false);
  const endpoint = useObservable(session.station.devices).find(device => device.channel === channel)?.endpoint;
  const title = decision === null ? words.title : words[decision.isTrust ? 'trust' : 'distrust'].title;
  const subtitle = decision === null ? endpoint : decision.channel;
  return (
    <Modal
      title={title}
      testId="certificates-dialog"
      isLocked={isLocked}
      onClose={onClose}
      {...(subtitle === undefined ? {} : { subtitle })}
    >
      {decision === null ? (
        <List channels={listed && channelFirst(listed, channel)} onDecide={setDecision} onClose={onClose} />
      ) : (
        <TrustStep
          channel={decision.channel}
          isTrust={decision.isTrust}
          info={find(listed, decision)}
          isInUse={inUse(listed, decision)}
          onLock={setLocked}
          onBack={() => setDecision(null)}
        />
      )}
    </Modal>
  );
}

const channelFirst = (listed: readonly ChannelCertificates[], channel: string): readonly ChannelCertificates[] =>
  listed.toSorted((a, b) => Number(b.channel === channel) - Number(a.channel === channel));

/** As the station lists it now: a certificate that somebody else has decided about meanwhile is gone. */
function find(listed: readonly ChannelCertificates[] | null, decision: Decision): CertificateInfo | null {
  const channel = listed?.find(known => known.channel === decision.channel);
  const infos = decision.isTrust ? channel?.waiting : channel?.trusted;
  return infos?.find(info => info.sha1 === decision.sha1) ?? null;
}

const inUse = (listed: readonly ChannelCertificates[] | null, { channel, sha1 }: Decision): boolean =>
  listed?.find(known => known.channel === channel)?.inUse === sha1;

interface ListProps {
  readonly channels: readonly ChannelCertificates[] | null;
  readonly onDecide: (decision: Decision) => void;
  readonly onClose: () => void;
}

function List({ channels, onDecide, onClose }: ListProps): ReactNode {
  const { dialog } = useTexts().texts;
  const closeRef = useFirstFocus<HTMLButtonElement>();
  const words = dialog.certificates;
  return (
    <div className="modal-form">
      <div className="modal-body" data-testid="certificate-list">
        {channels === null ? <p className="dim">{words.loading}</p> : null}
        {channels?.length === 0 ? <p className="dim">{words.noChannels}</p> : null}
        {channels?.map(channel => (
          <ChannelSection key={channel.channel} channel={channel} onDecide={onDecide} />
        ))}
      </div>
      <footer className="actions">
        <button ref={closeRef} type="button" className="button is-solid" data-testid="close" onClick={onClose}>
          {dialog.close}
        </button>
      </footer>
    </div>
  );
}

interface ChannelSectionProps {
  readonly channel: ChannelCertificates;
  readonly onDecide: (decision: Decision) => void;
}

/** What waits comes first: it is what somebody has come for. */
function ChannelSection({ channel, onDecide }: ChannelSectionProps): ReactNode {
  const { communication, dialog } = useTexts().texts;
  const words = dialog.certificates;
  const decide = (info: CertificateInfo, isTrust: boolean): void =>
    onDecide({ channel: channel.channel, sha1: info.sha1, isTrust });
  return (
    <section className="channel-certificates" data-testid={`channel-certificates:${channel.channel}`}>
      <h3>
        {communication.detail.channel} {channel.channel}
      </h3>
      <Part title={words.waiting} none={words.noWaiting} infos={channel.waiting}>
        {info => (
          <CertificateCard key={info.sha1} info={info} seen="seen">
            <DecideButton label={words.trust.act} testId={`trust:${info.sha1}`} onClick={() => decide(info, true)} />
          </CertificateCard>
        )}
      </Part>
      <Part title={words.trusted} none={words.noTrusted} infos={channel.trusted}>
        {info => (
          <CertificateCard key={info.sha1} info={info} seen="since" isInUse={info.sha1 === channel.inUse}>
            <DecideButton
              label={words.distrust.act}
              testId={`distrust:${info.sha1}`}
              onClick={() => decide(info, false)}
            />
          </CertificateCard>
        )}
      </Part>
      <Part title={words.own} none={words.noOwn} infos={channel.own === null ? [] : [channel.own]}>
        {info => <CertificateCard key={info.sha1} info={info} seen="none" />}
      </Part>
      {channel.user === null ? null : (
        <Part title={words.user} none="" infos={[channel.user]}>
          {info => <CertificateCard key={info.sha1} info={info} seen="none" />}
        </Part>
      )}
    </section>
  );
}

interface PartProps {
  readonly title: string;
  readonly none: string;
  readonly infos: readonly CertificateInfo[];
  readonly children: (info: CertificateInfo) => ReactNode;
}

function Part({ title, none, infos, children }: PartProps): ReactNode {
  return (
    <div className="certificate-part">
      <h4>
        {title} {infos.length === 0 ? <span className="dim">{none}</span> : null}
      </h4>
      {infos.map(children)}
    </div>
  );
}

interface DecideButtonProps {
  readonly label: string;
  readonly testId: string;
  readonly onClick: () => void;
}

/** Leads to the step that asks; decides nothing. */
function DecideButton({ label, testId, onClick }: DecideButtonProps): ReactNode {
  return (
    <button type="button" className="button" data-testid={testId} onClick={onClick}>
      {label}…
    </button>
  );
}
