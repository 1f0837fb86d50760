// The page begins here: the nonce for styles first, then the application into its root.
import './theme/styleNonce.ts';
import './theme/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Application } from './application.tsx';
import { nameLists } from './parts/namedLists.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the document has no root');
nameLists(document);
createRoot(root).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);
