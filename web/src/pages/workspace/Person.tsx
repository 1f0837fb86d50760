// The person who is called and the campaign, with the data that came with the number.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AgentAtWork } from '../../../../src/api/routes/agentWork.ts';
import { caseQuery } from '../../api/agents/work.ts';
import { MaskedNote } from '../../parts/states/MaskedNote.tsx';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../session/useSession.ts';
import { dash } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { workspaceTexts } from './texts.ts';
import styles from './Workspace.module.css';

export function Person({ agent }: { readonly agent: AgentAtWork }) {
  const texts = useTexts(workspaceTexts);
  const { vdnId } = useSession();
  const { data, error, refetch } = useQuery(caseQuery(vdnId, agent.id, agent));
  const { offer, called } = agent;
  const contact = data?.contact ?? null;
  const campaign = data?.campaign ?? null;
  const customField = offer?.customField ?? contact?.customField ?? '';
  const callData = offer?.callData ?? contact?.callData ?? '';
  return (
    <>
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      <MaskedNote />
      <dl className={styles.person}>
        <Fact name={texts.number} isLarge>
          {offer?.called ?? called ?? contact?.called ?? dash}
        </Fact>
        {customField === '' ? null : (
          <Fact name={texts.customField} isLarge>
            {customField}
          </Fact>
        )}
        {factsOf(callData, texts.callData).map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        {contact === null ? null : (
          <Fact name={texts.attempts}>
            {contact.attempts === 0 ? texts.never : texts.times(contact.attempts)}
          </Fact>
        )}
        <Fact name={texts.campaign}>{campaign?.name ?? dash}</Fact>
        {campaign?.description ? <Fact name={texts.about}>{campaign.description}</Fact> : null}
      </dl>
    </>
  );
}

/** Data of a number are mostly a JSON object of a few texts: each of them is a fact; anything else is one. */
function factsOf(callData: string, name: string): [string, string][] {
  if (callData === '') return [];
  try {
    const read: unknown = JSON.parse(callData);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) {
      return Object.entries(read).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
    }
  } catch {
    // It is plain text.
  }
  return [[name, callData]];
}

interface FactProps {
  readonly name: string;
  readonly isLarge?: boolean;
  readonly children: ReactNode;
}

const Fact = ({ name, isLarge = false, children }: FactProps) => (
  <div className={isLarge ? styles.large : undefined}>
    <dt className={styles.factName}>{name}</dt>
    <dd className={styles.fact}>{children}</dd>
  </div>
);
