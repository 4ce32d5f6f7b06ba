/**
 * Proof of where a request may read and write. Only lib/auth mints one (lib/architecture.test.ts checks
 * the imports); a look-alike object fails to compile and, through the private field, at run time.
 */
export class EnvironmentScope {
  readonly #environmentId: string;
  readonly kind: 'staging' | 'production';

  private constructor(environmentId: string, kind: 'staging' | 'production') {
    this.#environmentId = environmentId;
    this.kind = kind;
  }

  get environmentId(): string {
    return this.#environmentId;
  }

  /** For lib/auth only: call after the caller proved who they are. */
  static mint(environmentId: string, kind: 'staging' | 'production'): EnvironmentScope {
    return new EnvironmentScope(environmentId, kind);
  }
}

/** Proof of which workspace a signed-in admin works in. */
export class WorkspaceScope {
  readonly #workspaceId: string;

  private constructor(workspaceId: string) {
    this.#workspaceId = workspaceId;
  }

  get workspaceId(): string {
    return this.#workspaceId;
  }

  /** For lib/auth only. */
  static mint(workspaceId: string): WorkspaceScope {
    return new WorkspaceScope(workspaceId);
  }
}
