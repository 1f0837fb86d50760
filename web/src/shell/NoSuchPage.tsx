// An address that leads nowhere, or to something that is gone.
import { Link } from 'react-router';
import { Nothing } from '../parts/states/Nothing.tsx';
import { useTexts } from '../text/useTexts.ts';
import { shellTexts } from './texts.ts';

export function NoSuchPage() {
  const texts = useTexts(shellTexts);
  return (
    <Nothing isPage title={texts.noSuchPage} detail={texts.noSuchPageDetail}>
      <Link to="/">{texts.toBeginning}</Link>
    </Nothing>
  );
}
