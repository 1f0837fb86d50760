// What a dry run said: refused and why, or accepted with its changes, its effect and the forecast.
import { Alert, Card } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Tried } from '../../../api/campaigns/revisions.ts';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { Differences } from '../Differences.tsx';
import { FaultList } from '../form/Violations.tsx';
import styles from './settings.module.css';
import { settingsTexts } from './texts.ts';

interface TrialProps {
  readonly tried: Tried;
  /** The forecast. */
  readonly children: ReactNode;
}

export function Trial({ tried, children }: TrialProps) {
  const texts = useTexts(settingsTexts);
  const format = useFormat();
  const { accepted, violations, warnings, changes, effect } = tried;
  const place = useRef<HTMLDivElement>(null);
  // A user who changed a field far above wants to see what it would do.
  useEffect(() => {
    // Newer browsers answer it with a promise, which is no way to clean up.
    place.current?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <Card ref={place} size="small" title={texts.dryRun} className={styles.notice}>
      <Alert
        type={accepted ? 'success' : 'error'}
        showIcon
        role="status"
        title={accepted ? texts.accepted : texts.refused}
        description={violations.length === 0 ? undefined : <FaultList faults={violations} />}
      />
      {warnings.length === 0 ? null : (
        <Alert
          type="warning"
          role="status"
          showIcon
          style={{ marginTop: 8 }}
          title={texts.warned}
          description={<FaultList faults={warnings} />}
        />
      )}
      {changes.length === 0 ? null : (
        <>
          <h3 className={styles.subtitle}>{texts.changes}</h3>
          <Differences label={texts.changes} changes={changes} />
        </>
      )}
      {effect === null ? null : (
        <dl className={styles.effect}>
          <div>
            <dt>{texts.callableNow}</dt>
            <dd>{format.number(effect.callableNow)}</dd>
          </div>
          <div>
            <dt>{texts.nextOpening}</dt>
            <dd>
              {effect.nextOpening !== null
                ? format.dateTime(effect.nextOpening)
                : effect.callableNow > 0
                  ? texts.openNow
                  : texts.never}
            </dd>
          </div>
        </dl>
      )}
      {accepted ? children : null}
    </Card>
  );
}
