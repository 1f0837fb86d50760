// Every page of the console, in the order of the navigation. A new page is a folder with an index.ts that
// says what it is, and a line here.
import { accessKeysPage } from './accessKeys/index.ts';
import { agentsPage } from './agents/index.ts';
import { auditPage } from './audit/index.ts';
import { addCampaignPage } from './campaign/add/index.ts';
import { campaignPage } from './campaign/index.ts';
import { campaignsPage } from './campaigns/index.ts';
import { flowsPage } from './flows/index.ts';
import type { Page } from './page.ts';
import { queuesPage } from './queues/index.ts';
import { settingsPage } from './settings/index.ts';
import { systemPage } from './system/index.ts';
import { usersPage } from './users/index.ts';
import { wallPage } from './wall/index.ts';
import { welcomePage } from './welcome/index.ts';
import { workspacePage } from './workspace/index.ts';

export const pages: readonly Page[] = [
  campaignsPage,
  addCampaignPage,
  campaignPage,
  wallPage,
  workspacePage,
  agentsPage,
  queuesPage,
  usersPage,
  accessKeysPage,
  flowsPage,
  settingsPage,
  systemPage,
  auditPage,
  welcomePage,
];
