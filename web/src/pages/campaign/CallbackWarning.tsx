// That results for a URL will not be sent, where the URL is entered and where its campaign is looked at.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { callbackWarningQuery } from '../../api/campaigns/callbackWarnings.ts';
import { useMay, useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { callbackTexts } from './texts.ts';

/** Nobody is asked for each letter that is typed. */
const restMillis = 500;

export function CallbackWarning({ url }: { readonly url: string }) {
  const texts = useTexts(callbackTexts);
  const { vdnId } = useSession();
  const mayChange = useMay('vdn.change');
  const [rested, setRested] = useState(url);
  useEffect(() => {
    const timer = setTimeout(() => setRested(url), restMillis);
    return () => clearTimeout(timer);
  }, [url]);
  const { data } = useQuery(callbackWarningQuery(vdnId, rested));
  if (rested !== url || !data?.warning) return null;
  return (
    <Alert
      type="warning"
      role="status"
      showIcon
      style={{ marginBlock: 8 }}
      title={texts.notSent}
      description={
        <>
          <div>{data.warning}</div>
          {mayChange ? <Link to="/settings">{texts.toTrustlist}</Link> : texts.askAdministrator}
        </>
      }
    />
  );
}
