// The gauges of /metrics: agents by state, waiting people, gateways.
import type { GatewayState } from '../core/carrier.ts';
import type { Metrics } from '../metrics.ts';
import type { Desk } from './desk.ts';
import type { Driven } from './leases/driven.ts';

/** Sets the gauges of agents; about a microsecond for each agent and call. */
export function showAgents(metrics: Metrics, desk: Desk, driven: Driven): void {
  const counts = new Map<string, number>();
  const vdnIds = new Set([...driven.campaigns.values()].map((campaign) => campaign.lease.vdnId));
  for (const vdnId of vdnIds)
    for (const { status, state } of desk.agents(vdnId)) {
      const shown = status === 'onBreak' && state === 'idle' ? 'onBreak' : state;
      counts.set(shown, (counts.get(shown) ?? 0) + 1);
    }
  metrics.agents.reset();
  for (const [state, count] of counts) metrics.agents.set({ state }, count);
  let waiting = 0;
  for (const live of driven.calls.values()) if (live.stage === 'waiting') waiting += 1;
  metrics.peopleWaiting.set(waiting);
}

export function showGateways(metrics: Metrics, gateways: readonly GatewayState[], driven: Driven): void {
  const unknown = new Map<string, number>();
  for (const campaign of driven.campaigns.values())
    for (const [name, count] of campaign.unknown.byGateway)
      unknown.set(name, (unknown.get(name) ?? 0) + count);
  metrics.gatewayHeld.reset();
  for (const { name, isUp, channels, trouble } of gateways) {
    if (trouble?.kind === 'held') metrics.gatewayHeld.set({ gateway: name, reason: trouble.reason.en_US }, 1);
    metrics.gatewayUp.set({ gateway: name }, isUp ? 1 : 0);
    metrics.gatewayChannels.set({ gateway: name }, channels);
    metrics.callsUnknown.set({ gateway: name }, unknown.get(name) ?? 0);
  }
}
