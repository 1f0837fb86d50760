// The tabs of a campaign's page. Each is a folder of its own, loaded when it is opened; a new one is a
// line here.
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Permission } from '../../../../src/core/user.ts';
import type { Texts } from '../../text/texts.ts';
import { historyTexts } from './history/texts.ts';
import { overviewTexts } from './overview/texts.ts';
import type { CampaignDetail } from './queries.ts';
import { settingsTexts } from './settings/texts.ts';

export interface TabProps {
  readonly campaign: CampaignDetail;
}

interface CampaignTab {
  /** The last word of the address; the first tab has none. */
  readonly key: string;
  readonly permission: Permission;
  readonly texts: Texts<{ readonly tab: string }>;
  /** Whether the tab makes sense for this campaign. */
  readonly isFor: (campaign: CampaignDetail) => boolean;
  readonly Tab: LazyExoticComponent<ComponentType<TabProps>>;
}

const always = (): boolean => true;

export const campaignTabs: readonly CampaignTab[] = [
  {
    key: 'overview',
    permission: 'campaign.read',
    texts: overviewTexts,
    isFor: always,
    Tab: lazy(async () => ({ default: (await import('./overview/OverviewTab.tsx')).OverviewTab })),
  },
  {
    key: 'settings',
    permission: 'campaign.read',
    texts: settingsTexts,
    isFor: always,
    Tab: lazy(async () => ({ default: (await import('./settings/SettingsTab.tsx')).SettingsTab })),
  },
  {
    key: 'history',
    permission: 'campaign.read',
    texts: historyTexts,
    isFor: always,
    Tab: lazy(async () => ({ default: (await import('./history/HistoryTab.tsx')).HistoryTab })),
  },
];
