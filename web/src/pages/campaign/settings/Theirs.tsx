// Somebody else has changed the campaign meanwhile: what they did, and the decision.
import { Alert, Button } from 'antd';
import type { CampaignDetail } from '../../../api/campaigns/campaigns.ts';
import { nameOfActor, useRevisions } from '../../../api/campaigns/revisions.ts';
import { useSession } from '../../../session/useSession.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { Differences } from '../Differences.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';
import type { Changing } from './useChanging.ts';

/** What somebody else has changed meanwhile, and the decision. */
export function Theirs({
  campaign,
  changing,
}: {
  readonly campaign: CampaignDetail;
  readonly changing: Changing;
}) {
  const texts = useTexts(settingsTexts);
  const { vdnId } = useSession();
  const { data = [] } = useRevisions(vdnId, campaign.id);
  const { theirs } = changing;
  if (theirs === null) return null;
  const last = data.find(({ changes }) => changes.length > 0);
  return (
    <Alert
      role="alert"
      type="warning"
      showIcon
      className={styles.notice}
      title={texts.theyChanged(nameOfActor(last?.actor ?? '…'), campaign.revision)}
      description={
        <>
          <Differences label={texts.theirs} changes={theirs.changes} />
          {theirs.isMineToo ? <p>{texts.both}</p> : null}
          <div className={styles.choices}>
            <Button onClick={changing.reset}>{texts.dropMine}</Button>
            <Button type="primary" onClick={changing.keepMine}>
              {texts.keepMine}
            </Button>
          </div>
        </>
      }
    />
  );
}
