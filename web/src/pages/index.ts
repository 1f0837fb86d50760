// Every page of the console, in the order of the navigation. A new page is a folder with an index.ts that
// says what it is, and a line here.
import { addCampaignPage } from './campaign/add/index.ts';
import { campaignPage } from './campaign/index.ts';
import { campaignsPage } from './campaigns/index.ts';
import type { Page } from './page.ts';
import { wallPage } from './wall/index.ts';
import { workspacePage } from './workspace/index.ts';

export const pages: readonly Page[] = [campaignsPage, addCampaignPage, campaignPage, wallPage, workspacePage];
