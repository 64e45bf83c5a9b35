"""Owns the error pages: what happened, what is safe, what to do, and a number to read out."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xueyou.platform.acts.request_ids import current_request_id


@dataclass(frozen=True, slots=True)
class Sentences:
    """What one status says to people; `way` is the label of the one button."""

    title: str
    happened: str
    safe: str
    do: str
    way: str = "回首页"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """One error page as its template shows it."""

    title: str
    happened: str
    safe: str
    do: str
    way: str
    way_url: str
    number: str


_NOTHING_CHANGED = "没有改动任何内容。"

SAID = {
    400: Sentences(
        "这个请求看不懂",
        "浏览器发来的内容不完整，系统没法处理。",
        _NOTHING_CHANGED,
        "请回到上一页，再点一次。",
    ),
    403: Sentences(
        "这一步没有做成",
        "页面开得太久，或者浏览器没有带上这一页的凭证。",
        "没有改动任何内容，您填过的字还在上一页。",
        "请回到上一页，刷新后再点一次。",
    ),
    404: Sentences(
        "没有找到这一页",
        "地址可能抄错了一位，也可能这一页归别的单位看。",
        _NOTHING_CHANGED,
        "请核对地址，或者从首页重新进。确实该您看的，请找本单位的管理员。",
    ),
    405: Sentences(
        "这一页不能这样用",
        "这个地址只能从页面上的按钮进。",
        _NOTHING_CHANGED,
        "请从首页重新进。",
    ),
    410: Sentences(
        "这一页已经收起来了",
        "这里的内容公开期满，按规定撤下了。",
        "原来的记录都在档案里，没有丢。",
        "要查旧的内容，请找发布它的单位。",
    ),
    413: Sentences(
        "这次交的内容太大",
        "它超过了这一页能收的大小，没有收下。",
        "什么都没有存下，原来的内容没有变动。",
        "请回到上一页，拆小一些再交。",
    ),
    422: Sentences(
        "这次交的内容还差一点",
        "里面有一处系统不能接受，没有收下。",
        "原来的内容没有变动。",
        "请回到上一页，按提示改好再交。",
    ),
    500: Sentences(
        "系统出了错",
        "是我们这边的问题，不是您操作的问题。",
        "已经收下的内容都在；刚才这一步如果没有看到回执，就是没有存上。",
        "请过几分钟再试一次。还不行，请把下面的号告诉管理员。",
    ),
    503: Sentences(
        "系统正在维护",
        "现在暂时打不开。",
        "已经收下的内容都在。",
        "请过几分钟再试一次。",
    ),
}
"""Status → sentences."""


def error_page(request: HttpRequest, status: int, said: Sentences | None = None) -> HttpResponse:
    """Answer with the page of that status; `said` in place of its own sentences."""
    said = said or SAID[status]
    page = ErrorPage(
        title=said.title,
        happened=said.happened,
        safe=said.safe,
        do=said.do,
        way=said.way,
        way_url=reverse("public:front"),
        number=request_number(),
    )
    return render(request, "shell/error.html", {"page": page}, status=status)


def request_number() -> str:
    """Return the number of this request that the log knows too; empty where none was given."""
    return current_request_id()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_page(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request without its token: 403 in words, for CSRF_FAILURE_VIEW."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: the same whether it does not exist or is not for this person."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; if even the page cannot be drawn, plain words."""
    try:
        return error_page(request, 500)
    except Exception:
        number = request_number()
        words = f"系统出了错，是我们这边的问题。已经收下的内容都在。请过几分钟再试。号：{number}"
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
