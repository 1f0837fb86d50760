// The tabs of a campaign's page. Each is a folder of its own, loaded when it is opened or shortly before;
// a new one is a line here.
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Permission } from '../../../../src/core/user.ts';
import type { CampaignDetail } from '../../api/campaigns/campaigns.ts';
import type { Texts } from '../../text/texts.ts';
import { callsTexts } from './calls/texts.ts';
import { explainTexts } from './explain/texts.ts';
import { historyTexts } from './history/texts.ts';
import { noticesTexts } from './notices/texts.ts';
import { numbersTexts } from './numbers/texts.ts';
import { outcomesTexts } from './outcomes/texts.ts';
import { overviewTexts } from './overview/texts.ts';
import { pacingTexts } from './pacing/texts.ts';
import { scheduleTexts } from './schedule/texts.ts';
import { settingsTexts } from './settings/texts.ts';
import type { TabProps } from './tabProps.ts';

interface CampaignTab {
  /** The last word of the address; the first tab has none. */
  readonly key: string;
  readonly permission: Permission;
  readonly texts: Texts<{ readonly tab: string }>;
  /** Whether the tab makes sense for this campaign. */
  readonly isFor: (campaign: CampaignDetail) => boolean;
  readonly load: () => Promise<ComponentType<TabProps>>;
}

const hasAgents = ({ settings }: CampaignDetail): boolean => settings.skill !== null;
const always = (): boolean => true;

const tabs: readonly CampaignTab[] = [
  {
    key: 'overview',
    permission: 'campaign.read',
    texts: overviewTexts,
    isFor: always,
    load: async () => (await import('./overview/OverviewTab.tsx')).OverviewTab,
  },
  {
    key: 'settings',
    permission: 'campaign.read',
    texts: settingsTexts,
    isFor: always,
    load: async () => (await import('./settings/SettingsTab.tsx')).SettingsTab,
  },
  {
    key: 'schedule',
    permission: 'campaign.read',
    texts: scheduleTexts,
    isFor: always,
    load: async () => (await import('./schedule/ScheduleTab.tsx')).ScheduleTab,
  },
  {
    key: 'history',
    permission: 'campaign.read',
    texts: historyTexts,
    isFor: always,
    load: async () => (await import('./history/HistoryTab.tsx')).HistoryTab,
  },
  {
    key: 'explain',
    permission: 'campaign.read',
    texts: explainTexts,
    isFor: always,
    load: async () => (await import('./explain/ExplainTab.tsx')).ExplainTab,
  },
  {
    key: 'pacing',
    permission: 'campaign.read',
    texts: pacingTexts,
    isFor: hasAgents,
    load: async () => (await import('./pacing/PacingTab.tsx')).PacingTab,
  },
  {
    key: 'outcomes',
    permission: 'campaign.read',
    texts: outcomesTexts,
    isFor: always,
    load: async () => (await import('./outcomes/OutcomesTab.tsx')).OutcomesTab,
  },
  {
    key: 'numbers',
    permission: 'campaign.read',
    texts: numbersTexts,
    isFor: always,
    load: async () => (await import('./numbers/NumbersTab.tsx')).NumbersTab,
  },
  {
    key: 'calls',
    permission: 'campaign.read',
    texts: callsTexts,
    isFor: always,
    load: async () => (await import('./calls/CallsTab.tsx')).CallsTab,
  },
  {
    key: 'notices',
    permission: 'notice.read',
    texts: noticesTexts,
    isFor: always,
    load: async () => (await import('./notices/NoticesTab.tsx')).NoticesTab,
  },
];

export const campaignTabs: readonly (CampaignTab & {
  readonly Tab: LazyExoticComponent<ComponentType<TabProps>>;
})[] = tabs.map((tab) => ({ ...tab, Tab: lazy(async () => ({ default: await tab.load() })) }));
