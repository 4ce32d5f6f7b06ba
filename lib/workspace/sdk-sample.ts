/** What samples are filled in with. `apiUrl` is our public origin, without a path. */
export type SampleValues = { clientId: string; apiUrl: string; organizationId: string; redirectUri: string };

/**
 * A complete Node.js program that signs one person in with the official SDK, filled in with real values.
 * `apiUrl` is our public origin; `redirectUri` must be one the environment has registered.
 */
export function sdkSample(input: SampleValues): string {
  const api = new URL(input.apiUrl);
  const callback = new URL(input.redirectUri);
  return `import http from 'node:http';
import { WorkOS } from '@workos-inc/node';

const clientId = ${text(input.clientId)};
const redirectUri = ${text(input.redirectUri)};
const workos = new WorkOS(process.env.WORKOS_API_KEY, {
  apiHostname: ${text(api.hostname)},${api.port ? `\n  port: ${api.port},` : ''}
  https: ${api.protocol === 'https:'},
});

http.createServer(async (request, response) => {
  const url = new URL(request.url, redirectUri);
  if (url.pathname === ${text(callback.pathname)}) {
    const code = url.searchParams.get('code');
    if (!code) return response.end(\`Refused: \${url.searchParams.get('error_description')}\`);
    const { profile } = await workos.sso.getProfileAndToken({ code, clientId });
    return response.end(\`Signed in as \${profile.email}\`);
  }
  // In your app, also pass a random state here and compare it in the callback.
  const location = workos.sso.getAuthorizationUrl({
    clientId,
    redirectUri,
    organization: ${text(input.organizationId)},
  });
  response.writeHead(302, { location }).end();
}).listen(${callback.port || '4000'});
`;
}

/** A string of JavaScript, Ruby or PHP that means itself. */
function text(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

/** A string of Python, Go, Java, C# or Elixir. What stands in samples has no `#{`, which Elixir would read. */
const quoted = (value: string) => JSON.stringify(value);

/** The path of the redirect URI, where the app answers. */
const pathOf = (redirectUri: string) => new URL(redirectUri).pathname;

/** The steps of a sign-in in the app's own code, in their order. */
export const SAMPLE_STEPS = ['install', 'client', 'signIn', 'callback'] as const;
export type SampleStep = (typeof SAMPLE_STEPS)[number];

export type SdkLanguage = {
  readonly label: string;
  /** What to know about older versions, or about how the address is written. */
  readonly note: string;
  readonly code: (values: SampleValues) => Readonly<Record<SampleStep, string>>;
};

/**
 * Every language with an official SDK, and the line that points it here. The API key is always read from the
 * environment of the program: no sample holds one.
 */
export const SDK_LANGUAGES = {
  node: {
    label: 'Node.js',
    note: 'Host, port and scheme are given one by one. Version 9 and newer need Node.js 22.11 or newer.',
    code: (values) => {
      const api = new URL(values.apiUrl);
      return {
        install: 'npm install @workos-inc/node express express-session',
        client: `import { randomUUID } from 'node:crypto';
import { WorkOS } from '@workos-inc/node';
import express from 'express';
import session from 'express-session';

const clientId = ${text(values.clientId)};
const redirectUri = ${text(values.redirectUri)};
const workos = new WorkOS(process.env.WORKOS_API_KEY, {
  clientId,
  apiHostname: ${text(api.hostname)},
  port: ${api.port || (api.protocol === 'https:' ? 443 : 80)},
  https: ${api.protocol === 'https:'},
});

const app = express();
app.use(session({ secret: process.env.SESSION_SECRET, resave: false, saveUninitialized: false }));`,
        signIn: `app.get('/login', (req, res) => {
  const state = randomUUID();
  req.session.state = state;
  const organization = ${text(values.organizationId)};
  res.redirect(workos.sso.getAuthorizationUrl({ clientId, redirectUri, organization, state }));
});`,
        callback: `app.get(${text(pathOf(values.redirectUri))}, async (req, res) => {
  const { code, error, error_description, state, connection_id } = req.query;
  if (error === 'idp_initiated_sso_disabled') {
    const again = randomUUID();
    req.session.state = again;
    const request = { clientId, redirectUri, connection: connection_id, state: again };
    return res.redirect(workos.sso.getAuthorizationUrl(request));
  }
  if (error) return res.status(400).send(error_description);
  // No state: the sign-in began at the identity provider.
  if (state !== undefined && state !== req.session.state) return res.sendStatus(400);
  delete req.session.state;

  const { profile } = await workos.sso.getProfileAndToken({ code, clientId });
  req.session.regenerate(() => {
    req.session.profileId = profile.id;
    res.redirect('/');
  });
});

app.listen(${new URL(values.redirectUri).port || '4000'});`,
      };
    },
  },
  python: {
    label: 'Python',
    note: 'Written for version 5. Its address can also come from the variable WORKOS_BASE_URL. Versions 1 to 4 set workos.base_api_url, which needs a slash at the end.',
    code: (values) => ({
      install: 'pip install "workos>=5,<6" flask',
      client: `import os
import secrets

from flask import Flask, abort, redirect, request, session
from workos import WorkOSClient

redirect_uri = ${quoted(values.redirectUri)}
workos = WorkOSClient(
    api_key=os.environ["WORKOS_API_KEY"],
    client_id=${quoted(values.clientId)},
    base_url=${quoted(values.apiUrl)},
)

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]


def send_to_sign_in(**selector):
    session["state"] = secrets.token_urlsafe(32)
    return redirect(
        workos.sso.get_authorization_url(
            redirect_uri=redirect_uri, state=session["state"], **selector
        )
    )`,
      signIn: `@app.get("/login")
def login():
    return send_to_sign_in(organization_id=${quoted(values.organizationId)})`,
      callback: `@app.get(${quoted(pathOf(values.redirectUri))})
def callback():
    error = request.args.get("error")
    if error == "idp_initiated_sso_disabled":
        return send_to_sign_in(connection_id=request.args["connection_id"])
    if error:
        abort(400, request.args.get("error_description"))
    # No state: the sign-in began at the identity provider.
    state = request.args.get("state")
    expected = session.pop("state", None)
    if state is not None and state != expected:
        abort(400)

    profile = workos.sso.get_profile_and_token(code=request.args["code"]).profile
    session.clear()
    session["profile_id"] = profile.id
    return redirect("/")`,
    }),
  },
  ruby: {
    label: 'Ruby',
    note: 'For version 7 and newer. Version 5 and older always use TLS on port 443, so they reach this server only where it has both.',
    code: (values) => ({
      install: 'gem install workos sinatra rackup puma',
      client: `require 'securerandom'
require 'sinatra'
require 'workos'

enable :sessions
set :session_secret, ENV.fetch('SESSION_SECRET')

REDIRECT_URI = ${text(values.redirectUri)}
WORKOS = WorkOS::Client.new(
  api_key: ENV.fetch('WORKOS_API_KEY'),
  client_id: ${text(values.clientId)},
  base_url: ${text(values.apiUrl)}
)

def send_to_sign_in(**selector)
  session[:state] = SecureRandom.urlsafe_base64(32)
  redirect WORKOS.sso.get_authorization_url(
    redirect_uri: REDIRECT_URI, state: session[:state], **selector
  )
end`,
      signIn: `get '/login' do
  send_to_sign_in(organization: ${text(values.organizationId)})
end`,
      callback: `get ${text(pathOf(values.redirectUri))} do
  if params[:error] == 'idp_initiated_sso_disabled'
    send_to_sign_in(connection: params[:connection_id])
  end
  halt 400, params[:error_description] if params[:error]
  # No state: the sign-in began at the identity provider.
  expected = session.delete(:state)
  halt 400 if params[:state] && params[:state] != expected

  profile = WORKOS.sso.get_profile_and_token(code: params[:code]).profile
  session.clear
  session[:profile_id] = profile.id
  redirect '/'
end`,
    }),
  },
  go: {
    label: 'Go',
    note: 'For version 10. Version 6 and older have a client in each package: set sso.DefaultClient to an sso.Client with your Endpoint.',
    code: (values) => ({
      install: 'go get github.com/workos/workos-go/v10',
      client: `package main

import (
	"crypto/rand"
	"net/http"
	"os"

	"github.com/workos/workos-go/v10"
)

const redirectURI = ${quoted(values.redirectUri)}

var client = workos.NewClient(
	os.Getenv("WORKOS_API_KEY"),
	workos.WithClientID(${quoted(values.clientId)}),
	workos.WithBaseURL(${quoted(values.apiUrl)}),
)

func sendToSignIn(w http.ResponseWriter, r *http.Request, params workos.SSOAuthorizationURLParams) {
	state := rand.Text()
	params.RedirectURI = redirectURI
	params.State = &state
	location, err := client.GetSSOAuthorizationURL(params)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "state", Value: state, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, location, http.StatusFound)
}`,
      signIn: `func login(w http.ResponseWriter, r *http.Request) {
	organization := ${quoted(values.organizationId)}
	sendToSignIn(w, r, workos.SSOAuthorizationURLParams{OrganizationID: &organization})
}`,
      callback: `func callback(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if query.Get("error") == "idp_initiated_sso_disabled" {
		connection := query.Get("connection_id")
		sendToSignIn(w, r, workos.SSOAuthorizationURLParams{ConnectionID: &connection})
		return
	}
	if query.Has("error") {
		http.Error(w, query.Get("error_description"), http.StatusBadRequest)
		return
	}
	// No state: the sign-in began at the identity provider.
	if query.Has("state") {
		cookie, err := r.Cookie("state")
		if err != nil || cookie.Value != query.Get("state") {
			http.Error(w, "wrong state", http.StatusBadRequest)
			return
		}
	}
	answer, err := client.SSO().GetProfileAndToken(r.Context(), &workos.SSOGetProfileAndTokenParams{Code: query.Get("code")})
	if err != nil {
		http.Error(w, "sign-in failed", http.StatusBadRequest)
		return
	}
	// Begin your own session for answer.Profile.ID here.
	w.Write([]byte("Signed in as " + answer.Profile.Email))
}

func main() {
	http.HandleFunc("/login", login)
	http.HandleFunc(${quoted(pathOf(values.redirectUri))}, callback)
	http.ListenAndServe(":${new URL(values.redirectUri).port || '4000'}", nil)
}`,
    }),
  },
  php: {
    label: 'PHP',
    note: 'For version 5 and newer. Version 4 and older set the address with WorkOS::setApiBaseUrl, and their getProfile cannot be pointed here: use the profile that comes with the token.',
    code: (values) => ({
      install: 'composer require workos/workos-php',
      client: `<?php
// sso.php
require __DIR__ . '/vendor/autoload.php';
session_start();

const REDIRECT_URI = ${text(values.redirectUri)};
$workos = new \\WorkOS\\WorkOS(
    apiKey: getenv('WORKOS_API_KEY'),
    clientId: ${text(values.clientId)},
    baseUrl: ${text(values.apiUrl)},
);

function sendToSignIn(\\WorkOS\\WorkOS $workos, string ...$selector): never
{
    $_SESSION['state'] = bin2hex(random_bytes(16));
    $location = $workos->sso()->getAuthorizationUrl(
        ...$selector,
        redirectUri: REDIRECT_URI,
        state: $_SESSION['state'],
    );
    header('Location: ' . $location);
    exit;
}`,
      signIn: `<?php
// login.php
require __DIR__ . '/sso.php';
sendToSignIn($workos, organization: ${text(values.organizationId)});`,
      callback: `<?php
// callback.php
require __DIR__ . '/sso.php';
$error = $_GET['error'] ?? null;
if ($error === 'idp_initiated_sso_disabled') {
    sendToSignIn($workos, connection: $_GET['connection_id']);
}
$expected = $_SESSION['state'] ?? null;
unset($_SESSION['state']);
// No state: the sign-in began at the identity provider.
if ($error !== null || (isset($_GET['state']) && $_GET['state'] !== $expected)) {
    http_response_code(400);
    exit(htmlspecialchars($_GET['error_description'] ?? 'Sign-in failed'));
}

$profile = $workos->sso()->getProfileAndToken(code: $_GET['code'])->profile;
session_regenerate_id(true);
$_SESSION['profile_id'] = $profile->id;
header('Location: /');`,
    }),
  },
  laravel: {
    label: 'Laravel',
    note: 'The PHP SDK, version 5 or newer, as a service of the application.',
    code: (values) => ({
      install: 'composer require workos/workos-php',
      client: `<?php
// app/Providers/AppServiceProvider.php, in register()
$this->app->singleton(\\WorkOS\\WorkOS::class, fn () => new \\WorkOS\\WorkOS(
    apiKey: env('WORKOS_API_KEY'),
    clientId: ${text(values.clientId)},
    baseUrl: ${text(values.apiUrl)},
));`,
      signIn: `<?php
// routes/web.php
use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\Route;
use Illuminate\\Support\\Str;
use WorkOS\\WorkOS;

function sendToSignIn(Request $request, WorkOS $workos, string ...$selector)
{
    $state = Str::random(40);
    $request->session()->put('state', $state);
    return redirect()->away($workos->sso()->getAuthorizationUrl(
        ...$selector,
        redirectUri: ${text(values.redirectUri)},
        state: $state,
    ));
}

Route::get('/login', fn (Request $request, WorkOS $workos) =>
    sendToSignIn($request, $workos, organization: ${text(values.organizationId)}));`,
      callback: `// routes/web.php, below
Route::get(${text(pathOf(values.redirectUri))}, function (Request $request, WorkOS $workos) {
    if ($request->query('error') === 'idp_initiated_sso_disabled') {
        return sendToSignIn($request, $workos, connection: $request->query('connection_id'));
    }
    abort_if($request->has('error'), 400, $request->query('error_description') ?? '');
    // No state: the sign-in began at the identity provider.
    $expected = $request->session()->pull('state');
    abort_if($request->has('state') && $request->query('state') !== $expected, 400);

    $profile = $workos->sso()->getProfileAndToken(code: $request->query('code'))->profile;
    $request->session()->regenerate();
    $request->session()->put('profile_id', $profile->id);
    return redirect('/');
});`,
    }),
  },
  java: {
    label: 'Java',
    note: 'For version 5 and newer, from Java or Kotlin; the sample uses Spring. Version 4 and older set apiHostname, port and https on the client.',
    code: (values) => ({
      install: `<!-- pom.xml; put in the newest version -->
<dependency>
  <groupId>com.workos</groupId>
  <artifactId>workos</artifactId>
  <version>\${workos.version}</version>
</dependency>`,
      client: `import com.workos.WorkOS;
import com.workos.sso.SSOAuthUrlsKt;
import com.workos.sso.SSOAuthorizationUrlOptions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

@Controller
class SsoController {
  private static final String REDIRECT_URI = ${quoted(values.redirectUri)};
  private final WorkOS workos = new WorkOS(
      System.getenv("WORKOS_API_KEY"),
      ${quoted(values.clientId)},
      ${quoted(values.apiUrl)});

  /** One of the two is null. */
  private String sendToSignIn(HttpSession session, String connection, String organization) {
    String state = UUID.randomUUID().toString();
    session.setAttribute("state", state);
    // redirectUri, clientId, domain, connection, organization, provider, state
    var options = new SSOAuthorizationUrlOptions(
        REDIRECT_URI, null, null, connection, organization, null, state);
    return "redirect:" + SSOAuthUrlsKt.getAuthorizationUrl(workos.getSso(), options);
  }`,
      signIn: `  @GetMapping("/login")
  String login(HttpSession session) {
    return sendToSignIn(session, null, ${quoted(values.organizationId)});
  }`,
      callback: `  @GetMapping(${quoted(pathOf(values.redirectUri))})
  String callback(
      HttpServletRequest request,
      @RequestParam(required = false) String code,
      @RequestParam(required = false) String error,
      @RequestParam(required = false) String state,
      @RequestParam(name = "connection_id", required = false) String connection) {
    HttpSession session = request.getSession();
    if ("idp_initiated_sso_disabled".equals(error)) {
      return sendToSignIn(session, connection, null);
    }
    Object expected = session.getAttribute("state");
    session.removeAttribute("state");
    // No state: the sign-in began at the identity provider.
    if (error != null || (state != null && !state.equals(expected))) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }

    var profile = workos.getSso().getProfileAndToken(code).getProfile();
    request.changeSessionId();
    session.setAttribute("profileId", profile.getId());
    return "redirect:/";
  }
}`,
    }),
  },
  dotnet: {
    label: '.NET',
    note: 'For version 3 and newer, as a minimal API. Version 2 takes the same ApiBaseURL; its methods are named GetAuthorizationURL and GetProfileAndToken.',
    code: (values) => ({
      install: 'dotnet add package WorkOS.net',
      client: `using WorkOS;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession();
var app = builder.Build();
app.UseSession();

const string redirectUri = ${quoted(values.redirectUri)};
var workos = new WorkOSClient(new WorkOSOptions
{
    ApiKey = Environment.GetEnvironmentVariable("WORKOS_API_KEY"),
    ClientId = ${quoted(values.clientId)},
    ApiBaseURL = ${quoted(values.apiUrl)},
});

IResult SendToSignIn(HttpContext http, string? connection = null, string? organization = null)
{
    var state = Guid.NewGuid().ToString();
    http.Session.SetString("state", state);
    return Results.Redirect(workos.SSO.GetAuthorizationUrl(new SSOGetAuthorizationUrlOptions
    {
        RedirectUri = redirectUri,
        Connection = connection,
        Organization = organization,
        State = state,
    }));
}`,
      signIn: `app.MapGet("/login", (HttpContext http) =>
    SendToSignIn(http, organization: ${quoted(values.organizationId)}));`,
      callback: `app.MapGet(${quoted(pathOf(values.redirectUri))}, async (HttpContext http) =>
{
    var query = http.Request.Query;
    if (query["error"] == "idp_initiated_sso_disabled")
    {
        return SendToSignIn(http, connection: query["connection_id"]);
    }
    if (query.ContainsKey("error")) return Results.BadRequest(query["error_description"].ToString());
    // No state: the sign-in began at the identity provider.
    var expected = http.Session.GetString("state");
    http.Session.Remove("state");
    if (query.ContainsKey("state") && query["state"] != expected) return Results.BadRequest();

    var answer = await workos.SSO.GetProfileAndTokenAsync(new SSOGetProfileAndTokenOptions
    {
        Code = query["code"].ToString(),
    });
    http.Session.Clear();
    http.Session.SetString("profileId", answer.Profile.Id);
    return Results.Redirect("/");
});

app.Run();`,
    }),
  },
  elixir: {
    label: 'Elixir',
    note: 'For version 1, as a Phoenix controller. The address is base_url in the configuration.',
    code: (values) => ({
      install: `# mix.exs
{:workos, "~> 1.1"}`,
      client: `# config/runtime.exs
config :workos, WorkOS.Client,
  api_key: System.fetch_env!("WORKOS_API_KEY"),
  client_id: ${quoted(values.clientId)},
  base_url: ${quoted(values.apiUrl)}`,
      signIn: `defmodule MyAppWeb.SsoController do
  use MyAppWeb, :controller

  @redirect_uri ${quoted(values.redirectUri)}

  def login(conn, _params) do
    send_to_sign_in(conn, %{organization: ${quoted(values.organizationId)}})
  end

  defp send_to_sign_in(conn, selector) do
    state = Base.url_encode64(:crypto.strong_rand_bytes(32), padding: false)
    request = Map.merge(selector, %{redirect_uri: @redirect_uri, state: state})
    {:ok, location} = WorkOS.SSO.get_authorization_url(request)
    conn |> put_session(:state, state) |> redirect(external: location)
  end`,
      callback: `  # router.ex: get ${quoted(pathOf(values.redirectUri))}, SsoController, :callback
  def callback(conn, %{"error" => "idp_initiated_sso_disabled"} = params) do
    send_to_sign_in(conn, %{connection: params["connection_id"]})
  end

  def callback(conn, %{"error" => _} = params) do
    conn |> put_status(400) |> text(params["error_description"] || "Sign-in failed")
  end

  def callback(conn, %{"code" => code} = params) do
    # No state: the sign-in began at the identity provider.
    if Map.has_key?(params, "state") and params["state"] != get_session(conn, :state) do
      conn |> put_status(400) |> text("Sign-in failed")
    else
      {:ok, %{profile: profile}} = WorkOS.SSO.get_profile_and_token(%{code: code})

      conn
      |> configure_session(renew: true)
      |> delete_session(:state)
      |> put_session(:profile, profile)
      |> redirect(to: "/")
    end
  end
end`,
    }),
  },
} as const satisfies Readonly<Record<string, SdkLanguage>>;

export type SdkLanguageName = keyof typeof SDK_LANGUAGES;
export const SDK_LANGUAGE_NAMES = Object.keys(SDK_LANGUAGES) as readonly SdkLanguageName[];

/** The language somebody asked for, or Node.js. */
export function sdkLanguage(name: unknown): SdkLanguageName {
  return SDK_LANGUAGE_NAMES.find((one) => one === name) ?? 'node';
}
