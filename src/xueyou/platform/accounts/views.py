"""Pages of one's own account that the library does not have."""

import logging
from dataclasses import dataclass

from allauth.account.forms import ResetPasswordForm
from allauth.account.views import LogoutView, PasswordResetView
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url

from xueyou.platform.access.permissions import permissions
from xueyou.platform.access.reading import NotFound, can
from xueyou.platform.access.request import ACTING_FOR, act_for, current_actor
from xueyou.platform.access.routes import SIGNED_IN, route
from xueyou.platform.accounts.models import User

log = logging.getLogger("xueyou.accounts")
NOT_SENT = (
    "邮件服务器现在联系不上，信没有寄出，账号没有变动。请过几分钟再试；着急的话，请找系统管理员。"
)


class ForgottenPasswordView(PasswordResetView):  # type: ignore[misc]
    """Asks for a link by mail, and says so where the mail server does not take the letter."""

    def form_valid(self, form: ResetPasswordForm) -> HttpResponseBase:
        """Send the letter. Known and unknown addresses get one each, so a failure tells nothing."""
        try:
            answer: HttpResponseBase = super().form_valid(form)
        except OSError as error:  # SMTPException is one, and so is every failed connection
            log.warning("reset letter not sent: %s", type(error).__name__)
            form.add_error("email", NOT_SENT)
            answer = self.form_invalid(form)
        return answer


forgotten_password = ForgottenPasswordView.as_view()


class SignOutView(LogoutView):  # type: ignore[misc]
    """Ends the session and has the browser forget what pages kept on this device."""

    def post(self, *args: object, **kwargs: object) -> HttpResponseBase:
        """Sign out; a shared tablet then holds no name and no mark of a child."""
        answer: HttpResponseBase = super().post(*args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"storage"'
        return answer


sign_out = SignOutView.as_view()


@dataclass(frozen=True, slots=True)
class Desk:
    """An organisation for which one may act, with the roles held there."""

    uid: str
    organisation: str
    roles: str
    chosen: bool


@route(permission=SIGNED_IN, content="personal", methods=("GET", "POST"))
def acting_for(request: HttpRequest) -> HttpResponseBase:
    """Choose the organisation one acts for, where one holds roles in several."""
    if request.method == "POST":
        if not act_for(request, request.POST.get("organisation", "")):
            raise NotFound
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    return render(request, "account/acting_for.html", {"desks": desks(request)})


def desks(request: HttpRequest) -> list[Desk]:
    """Return the organisations in which the person holds roles now, the chosen one first."""
    actor = current_actor(request)
    found: dict[str, Desk] = {}
    for held in (*actor.holdings, *actor.others):
        uid = str(held.organisation_uid)
        roles = [found[uid].roles] if uid in found else []
        found[uid] = Desk(
            uid, held.organisation_name, "、".join([*roles, held.role.zh]), held in actor.holdings
        )
    return list(found.values())


@route(permission=SIGNED_IN, content="personal")
def after_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Go where work begins for this person: to choose a desk where there are several.

    Else to the first of XUEYOU_DESKS that he may enter. Who may enter none: a family to its home,
    staff to the page of oneself.
    """
    actor = current_actor(request)
    if actor.others and ACTING_FOR not in request.session:
        return HttpResponseRedirect(resolve_url("acting_for"))
    known = permissions()
    for code, address in settings.XUEYOU_DESKS:
        if can(actor, known[code]):
            return HttpResponseRedirect(resolve_url(address))
    staff = isinstance(request.user, User) and request.user.staff
    return HttpResponseRedirect(
        resolve_url(settings.XUEYOU_OWN_PAGE if staff else settings.XUEYOU_FAMILY_HOME)
    )
