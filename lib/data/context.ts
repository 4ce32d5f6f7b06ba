import type { EnvironmentScope } from '#lib/auth/scope.ts';
import type { EnvironmentData } from './for-environment.ts';

/** What a use case of one environment gets from its edge: proof of where it may act, the rows there, and the time. */
export type EnvironmentContext = { scope: EnvironmentScope; data: EnvironmentData; now: Date };
