import { EnvironmentScope } from './scope.ts';

/** For start-up and jobs, where no caller exists: never use it with an id that came from a request. */
export function systemScope(environment: { id: string; kind: 'staging' | 'production' }): EnvironmentScope {
  return EnvironmentScope.mint(environment.id, environment.kind);
}
