// What the server is, over what it dials, and two ways to begin: a demo that dials at once, or one's own.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card } from 'antd';
import { Link, useNavigate } from 'react-router';
import type { Demo } from '../../../../src/api/routes/system.ts';
import { standingQuery } from '../../api/demo.ts';
import { PageHead } from '../../parts/PageHead.tsx';
import { Loading } from '../../parts/states/Loading.tsx';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { useLanguage } from '../../preferences.ts';
import { useSession } from '../../session/useSession.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { accessKeysPage } from '../accessKeys/index.ts';
import { agentsPage } from '../agents/index.ts';
import { campaignsTexts } from '../campaigns/texts.ts';
import { flowsPage } from '../flows/index.ts';
import type { Page } from '../page.ts';
import { queuesPage } from '../queues/index.ts';
import { settingsPage } from '../settings/index.ts';
import { DemoCard, wayLooks } from './DemoCard.tsx';
import { welcomeTexts } from './texts.ts';
import styles from './welcome.module.css';

export function WelcomePage() {
  const texts = useTexts(welcomeTexts);
  const { vdnId } = useSession();
  const { data, error, refetch } = useQuery(standingQuery(vdnId));
  return (
    <div className={styles.page}>
      <PageHead title={texts.title} about={texts.about} />
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={6} /> : null}
      {data === undefined ? null : (
        <>
          <Alert
            className={styles.carrier}
            type={data.isCarrierSimulated ? 'info' : 'warning'}
            showIcon
            title={data.isCarrierSimulated ? texts.simulated : texts.real}
            description={data.isCarrierSimulated ? texts.simulatedDetail : texts.realDetail}
          />
          <div className={styles.ways}>
            <DemoCard standing={data} />
            <OwnCard standing={data} />
          </div>
        </>
      )}
    </div>
  );
}

function OwnCard({ standing }: { readonly standing: Demo }) {
  const texts = useTexts(welcomeTexts);
  const { add } = useTexts(campaignsTexts);
  const format = useFormat();
  const navigate = useNavigate();
  const language = useLanguage();
  const steps: readonly [page: Page, about: string, there: number][] = [
    [settingsPage, texts.settingsAbout, 0],
    [flowsPage, texts.flowsAbout, standing.flows],
    [queuesPage, texts.queuesAbout, standing.skillQueues],
    [agentsPage, texts.agentsAbout, standing.agents],
    [accessKeysPage, texts.keysAbout, 0],
  ];
  return (
    <Card {...wayLooks} title={<h2 className={styles.heading}>{texts.own}</h2>}>
      <p>{texts.ownAbout}</p>
      <ul className={styles.steps}>
        {steps.map(([page, about, there]) => (
          <li key={page.path}>
            <div className={styles.step}>
              <Link to={page.path}>{page.texts[language].title}</Link>
              {there === 0 ? null : <span className={styles.there}>{texts.there(format.number(there))}</span>}
            </div>
            <div className={styles.note}>{about}</div>
          </li>
        ))}
      </ul>
      <div className={styles.deed}>
        <Button icon={<PlusOutlined />} onClick={() => void navigate('/campaigns/new')}>
          {add}
        </Button>
      </div>
    </Card>
  );
}
