// A page that could not be loaded, or that broke while it was shown: the rest of the console goes on.
import { Button } from 'antd';
import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { Nothing } from '../parts/states/Nothing.tsx';
import { useTexts } from '../text/useTexts.ts';
import { shellTexts } from './texts.ts';

export function PageFailed() {
  const texts = useTexts(shellTexts);
  const error = useRouteError();
  useEffect(() => {
    // For developers, in the browser's console: nothing else tells what broke.
    reportError(error);
  }, [error]);
  return (
    <Nothing isPage title={texts.pageFailed} detail={texts.pageFailedDetail}>
      <Button type="primary" onClick={() => location.reload()}>
        {texts.loadAgain}
      </Button>
    </Nothing>
  );
}
