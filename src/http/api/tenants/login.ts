// The session's routes: sign in, see your role and permissions, change your password, sign out.
import {
  deleteSession,
  getSession,
  postSession,
  putPassword,
  type Session,
} from '../../../api/routes/sessions.ts';
import { maskingFor } from '../../../core/masking.ts';
import { passwordFlaw } from '../../../core/password.ts';
import { addSeconds, type Millis, toVdnId, type VdnId } from '../../../core/units.ts';
import { allows, permissionNames, type Role } from '../../../core/user.ts';
import { vdnSettingsDefault } from '../../../core/vdn.ts';
import type { Database } from '../../../store/database/connection.ts';
import { addAuditEntry } from '../../../store/tenants/audit.ts';
import {
  createSession,
  deleteExpiredSessions,
  deleteSessionsOf,
  deleteSession as removeSession,
} from '../../../store/tenants/sessions.ts';
import { hasSignedInFrom, noteSignInPlace } from '../../../store/tenants/signInPlaces.ts';
import { changeUser, findCredential } from '../../../store/tenants/users.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { withinDatabaseLimit } from '../../databaseLimit.ts';
import { refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, done, type ServedRoute, serve, servePublic } from '../door/route.ts';
import { checkPassword, hashPassword } from './password.ts';
import {
  absoluteMilliseconds,
  cookieHeader,
  csrfTokenOf,
  newSessionToken,
  sessionEnd,
} from './sessionToken.ts';
import type { Counter, LoginThrottle } from './throttle.ts';

export function loginRoutes(throttle: LoginThrottle): ServedRoute[] {
  return [signIn(throttle), whoAmI, changeOwnPassword(throttle), signOut];
}

const signIn = (throttle: LoginThrottle): ServedRoute =>
  servePublic(postSession, async ({ deps, database, now, body, headers, address, network, created }) => {
    const vdnId = toVdnId(body.vdnId ?? 1);
    // A name that cannot be stored is nobody's.
    const userName = body.user.includes('\0') ? '' : body.user;
    const who = { vdnId, userName, network };
    const { waitSeconds, counted } = await attempt(throttle, database, who, now);
    if (waitSeconds > 0) {
      const detail = refusalTexts.attemptsWait(waitSeconds);
      return refuse('tooManyRequests', detail, { retryAfterSeconds: waitSeconds });
    }
    const credential = await withinDatabaseLimit(database, () => findCredential(database, vdnId, userName));
    const isRight = await checkPassword(
      body.password,
      credential?.passwordHash ?? null,
      `address ${network}`,
    ).catch((error: unknown) => {
      // Nobody looked at the password, so it is not counted as wrong.
      throttle.takeBack(counted);
      throw error;
    });
    const entry = { at: now, actor: `user:${credential?.user.name ?? 'unknown'}`, subject: 'session' };
    if (!isRight || credential === null || credential.user.disabledAt !== null) {
      // A name that nobody has may be a password typed into the wrong field: it is not written down.
      if (credential !== null) {
        const refused = { ...entry, action: 'session.refuse', detail: { address } };
        await database.begin((transaction) => addAuditEntry(transaction, vdnId, refused));
      }
      return refuse('wrongCredentials', refusalTexts.wrongCredentials);
    }
    throttle.takeBack(counted);
    throttle.forget(ofUserHere(who));
    const { user } = credential;
    const session = newSessionToken(vdnId);
    await database.begin(async (transaction) => {
      await deleteExpiredSessions(transaction, vdnId, now);
      await createSession(transaction, vdnId, {
        tokenHash: session.tokenHash,
        userName: user.name,
        createdAt: now,
        expiresAt: sessionEnd(now, now),
        address,
        client: clientOf(headers['user-agent']),
      });
      const place = { userName: user.name, address: network, seenAt: now };
      await noteSignInPlace(transaction, vdnId, place, addSeconds(now, -placeSecondsMax));
      await addAuditEntry(transaction, vdnId, { ...entry, action: 'session.open', detail: { address } });
    });
    const signedIn = { vdnId, role: user.role, userName: user.name, token: session.token };
    const answer = created(await describe(database, signedIn));
    return {
      ...answer,
      headers: { 'set-cookie': cookieHeader(deps, session.token, absoluteMilliseconds / 1000) },
    };
  });

const whoAmI = serve(getSession, async ({ database, principal, ok }) =>
  ok(await describe(database, { ...principal, token: principal.session?.token ?? null })),
);

const changeOwnPassword = (throttle: LoginThrottle): ServedRoute =>
  serve(putPassword, async (call) => {
    const { database, principal, now, body } = call;
    const { vdnId, userName: name, session } = principal;
    if (name === null || session === null) return refuse('permissionMissing', refusalTexts.keyHasNoPassword);
    const flaw = passwordFlaw(body.new, name);
    if (flaw !== null) return refuseRules('invalid', [{ path: 'new', rule: flaw }]);
    const here = ofUserHere({ vdnId, userName: name, network: call.network });
    const waitSeconds = throttle.attempt([here], now);
    if (waitSeconds > 0) {
      return refuse('tooManyRequests', refusalTexts.attempts, { retryAfterSeconds: waitSeconds });
    }
    const credential = await findCredential(database, vdnId, name);
    const caller = `vdn ${vdnId}`;
    const isRight =
      credential !== null && (await checkPassword(body.current, credential.passwordHash, caller));
    if (!isRight) return refuse('wrongCredentials', refusalTexts.wrongPassword);
    throttle.forget(here);
    const passwordHash = await hashPassword(body.new, caller);
    await database.begin(async (transaction) => {
      const change = { role: undefined, passwordHash, disabled: undefined };
      await changeUser(transaction, vdnId, name, change, now);
      await deleteSessionsOf(transaction, vdnId, name, session.tokenHash);
      await audit(transaction, call, 'user.password', `user ${name}`);
    });
    return done();
  });

const signOut = serve(deleteSession, async (call) => {
  const { deps, database, principal } = call;
  const { session, vdnId } = principal;
  if (session !== null) {
    await database.begin(async (transaction) => {
      await removeSession(transaction, vdnId, session.tokenHash);
      await audit(transaction, call, 'session.close', 'session');
    });
  }
  return { ...done(), headers: { 'set-cookie': cookieHeader(deps, '', 0) } };
});

async function describe(
  database: Database,
  who: { vdnId: VdnId; role: Role; userName: string | null; token: string | null },
): Promise<Session> {
  const vdn = await findVdn(database, who.vdnId);
  const settings = vdn?.settings ?? vdnSettingsDefault;
  return {
    vdnId: who.vdnId,
    vdnName: vdn?.name ?? '',
    timeZone: settings.timeZone,
    user: who.userName,
    role: who.role,
    permissions: permissionNames.filter((permission) => allows(who.role, permission)),
    masking: who.userName === null ? 'none' : maskingFor(who.role, settings),
    csrfToken: who.token === null ? null : csrfTokenOf(who.token),
  };
}

/** Whom a password is tried for, and from where. */
interface Who {
  readonly vdnId: VdnId;
  readonly userName: string;
  readonly network: string;
}

/** Failures of one user from one network. */
const ofUserHere = ({ vdnId, userName, network }: Who): Counter => ({
  of: `user ${vdnId} ${userName} at ${network}`,
  free: 5,
});

/** Failures of one network, whatever the user: few of strangers, more where the user is known. */
const ofNetwork = ({ network }: Who, free: number): Counter => ({ of: `address ${network}`, free });

/** Loose: five wrong passwords of anybody from anywhere must not keep the user out. */
const ofUser = ({ vdnId, userName }: Who): Counter => ({ of: `user ${vdnId} ${userName}`, free: 100 });

/** For so long a place where somebody has signed in is known. */
const placeSecondsMax = 90 * 86_400;

/** Counts an attempt; one that would have to wait is judged anew if the user has signed in from there before. */
async function attempt(
  throttle: LoginThrottle,
  database: Database,
  who: Who,
  now: Millis,
): Promise<{ readonly waitSeconds: number; readonly counted: readonly Counter[] }> {
  const asStranger = [ofUserHere(who), ofNetwork(who, 5), ofUser(who)];
  const waitSeconds = throttle.attempt(asStranger, now);
  if (waitSeconds === 0) return { waitSeconds, counted: asStranger };
  const { vdnId, userName, network } = who;
  const isKnown = await withinDatabaseLimit(database, () =>
    hasSignedInFrom(database, vdnId, userName, network),
  );
  if (!isKnown) return { waitSeconds, counted: [] };
  const asKnown = [ofUserHere(who), ofNetwork(who, 100)];
  return { waitSeconds: throttle.attempt(asKnown, now), counted: asKnown };
}

/** What a browser says of itself, as far as it fits into a list of sessions. */
const clientOf = (userAgent: string | undefined): string =>
  (userAgent ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, 200);
