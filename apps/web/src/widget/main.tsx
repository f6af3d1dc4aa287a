import './schemas-without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../shared/style.css';
import { CrashBoundary } from '../shared/crash-boundary.tsx';
import { App } from './app.tsx';
import { CrashScreen } from './page/crash-screen.tsx';
import { pageServices } from './page/page-services.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root to draw into.');

createRoot(root).render(
  <StrictMode>
    <CrashBoundary fallback={<CrashScreen />}>
      <App services={pageServices(window)} />
    </CrashBoundary>
  </StrictMode>,
);
