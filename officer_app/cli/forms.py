"""`forms list|schema|check|preview|certify`: the forms themselves, and the office's word for them."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from officer_app.cli.answers import DONE, REFUSED, Answer, BadUsage, bad_input, refused, told
from officer_app.cli.context import Context, read_password
from officer_app.cli.files import read_travelled
from officer_app.core.refusals import Refusal
from officer_app.paths import resources
from officer_app.print.forms import FormError, Forms
from officer_app.print.soundness import flaws_of, unused_fields
from officer_app.texts import Both, Texts
from officer_app.workstation import certificates as office
from officer_app.workstation.certificates import Certificates
from officer_app.workstation.opening import now
from officer_app.workstation.whole_files import write_whole

PASSWORD = "OFFICER_APP_ROOT_PASSWORD"


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    forms = commands.add_parser("forms", help="the forms that can be printed")
    actions = forms.add_subparsers(metavar="ACTION", required=True)
    actions.add_parser("list", help="all forms").set_defaults(command=_list)
    schema = actions.add_parser("schema", help="the fields of a form, as JSON Schema")
    schema.add_argument("form")
    schema.set_defaults(command=_schema)
    check = actions.add_parser("check", help="look templates over: fields, boxes, overlaps, fonts, a trial print")
    check.add_argument("forms", nargs="*", metavar="FORM")
    check.set_defaults(command=_check)
    preview = actions.add_parser("preview", help="the form with invented data, marked as sample")
    preview.add_argument("form")
    preview.add_argument("--out", type=Path, required=True)
    preview.set_defaults(command=_preview)
    certify = actions.add_parser("certify", help="the office root signs templates; workstations believe it")
    certify.add_argument("forms", nargs="*", metavar="FORM")
    certify.add_argument("--root", type=Path, metavar="FILE", help="the office root's private key, wrapped")
    certify.add_argument("--new-root", type=Path, metavar="FILE", help="make an office root in a new file")
    certify.add_argument("--trust", metavar="KEY", help="believe this root's public key (64 hex digits)")
    certify.add_argument("--take", type=Path, nargs="+", metavar="FILE", default=[], help="certificates made elsewhere")
    certify.add_argument("--password-fd", type=int, help="read the root's password from this file descriptor")
    certify.set_defaults(command=_certify)


def _forms(context: Context) -> Forms:
    return Forms(resources() / "forms", certified=Certificates(context.home / "certificates").certified)


def _list(context: Context, args: argparse.Namespace) -> Answer:
    forms = _forms(context)
    rows = []
    for form in forms.ids():
        made = forms.template(form)
        rows.append(
            {
                "form": form,
                "title": made.name,
                "title_en": made.title_en,
                "version": made.version,
                "copies": [copy.th for copy in made.copies],
                "certified": forms.is_certified(form),
            }
        )
    return Answer(DONE, {"forms": rows}, "\n".join(f"{row['form']}  {row['title']}" for row in rows))


def _schema(context: Context, args: argparse.Namespace) -> Answer:
    try:
        about = _forms(context).schema(args.form)
    except FormError as error:
        return bad_input(error.code, Both(error.th, error.en))
    return Answer(DONE, about, json.dumps(about, ensure_ascii=False, indent=2))


def _check(context: Context, args: argparse.Namespace) -> Answer:
    forms = _forms(context)
    rows = [row for form in args.forms or forms.ids() for row in _flaws(context.texts, forms, form)]
    if not rows:
        return Answer(DONE, {"ok": True, "flaws": []}, context.texts.both("answer.templates_sound").on_a_line)
    said = context.texts.both("answer.templates_flawed", n=str(len(rows)))
    lines = [said.th, said.en, *(f"{row['form']}: {row['th']} / {row['en']}" for row in rows)]
    return Answer(REFUSED, {"ok": False, "flaws": rows, "refused": told("flawed_template", said)}, "\n".join(lines))


def _flaws(texts: Texts, forms: Forms, form: str) -> list[dict[str, str]]:
    """Everything wrong with one template: unreadable, boxes that share a place, fields nobody sees, no print."""
    try:
        made = forms.template(form)
        rows = [{"form": form, "sheet": flaw.sheet, "th": flaw.th, "en": flaw.en} for flaw in flaws_of(made)]
        rows += [
            {"form": form, "sheet": "", **asdict(texts.both("answer.field_not_shown", name=name))}
            for name in unused_fields(made)
        ]
        pdf = forms.preview(form)
    except FormError as error:
        return [{"form": form, "sheet": "", "th": error.th, "en": error.en}]
    if pdf.data.count(b"/FontFile2") < 1 or b"/Helvetica" in pdf.data:
        rows.append({"form": form, "sheet": "", **asdict(texts.both("answer.font_not_embedded"))})
    return rows


def _preview(context: Context, args: argparse.Namespace) -> Answer:
    try:
        pdf = _forms(context).preview(args.form)
    except FormError as error:
        return bad_input(error.code, Both(error.th, error.en), {"field": error.field})
    write_whole(args.out, pdf.data)
    body = {"file": args.out.name, "pages": pdf.pages, "sha256": pdf.sha256, "form": pdf.form, "version": pdf.version}
    pages = context.texts.both("answer.pages", n=str(pdf.pages)).on_a_line
    return Answer(DONE, {**body, "certified": pdf.certified}, f"{args.out}: {pages}")


def _certify(context: Context, args: argparse.Namespace) -> Answer:
    kept = Certificates(context.home / "certificates")
    done: dict[str, object] = {}
    for step in (_new_root, _trust, _take, _sign):
        answer = step(context, args, kept)
        if isinstance(answer, Answer):
            return answer
        done |= answer
    if not done:
        raise BadUsage("forms_and_root")
    return Answer(DONE, done, "\n".join(f"{key}: {value}" for key, value in done.items()))


def _new_root(context: Context, args: argparse.Namespace, kept: Certificates) -> Answer | dict[str, object]:
    if args.new_root is None:
        return {}
    password = _password(context, args)
    public = office.new_root(args.new_root, password) if password else Refusal("password_needed")
    if isinstance(public, Refusal):
        return refused(context.texts, public)
    if not kept.root:
        kept.trust(public)
    return {"root": public.hex(), "root_file": args.new_root.name, "trusted_here": kept.root == public}


def _trust(context: Context, args: argparse.Namespace, kept: Certificates) -> Answer | dict[str, object]:
    if args.trust is None:
        return {}
    try:
        refusal = kept.trust(bytes.fromhex(args.trust))
    except ValueError:
        refusal = Refusal("bad_root")
    return refused(context.texts, refusal) if refusal else {"trusts": args.trust.lower()}


def _take(context: Context, args: argparse.Namespace, kept: Certificates) -> Answer | dict[str, object]:
    taken = []
    forms = _forms(context)
    for file in args.take:
        try:
            certificate = read_travelled(file)
            form = str(json.loads(certificate)["body"]["form"])
            template = forms.template_bytes(form)
        except (ValueError, KeyError, TypeError, RecursionError, FormError):
            return refused(context.texts, Refusal("bad_certificate", {"form": file.stem}))
        if not office.is_good(certificate, form, office.digest(template), kept.root):
            return refused(context.texts, Refusal("bad_certificate", {"form": form}))
        kept.keep(form, certificate)
        taken.append(form)
    return {"taken": taken} if taken else {}


def _sign(context: Context, args: argparse.Namespace, kept: Certificates) -> Answer | dict[str, object]:
    if not args.forms:
        return {}
    if args.root is None and args.new_root is None:
        return {}
    password = _password(context, args)
    signer = office.open_root(args.root or args.new_root, password) if password else Refusal("password_needed")
    if isinstance(signer, Refusal):
        return refused(context.texts, signer)
    if kept.root and signer.public_key != kept.root:
        return refused(context.texts, Refusal("not_this_root"))
    forms = _forms(context)
    certified = []
    for form in args.forms:
        try:
            version, template = forms.template(form).version, forms.template_bytes(form)
        except FormError as error:
            return bad_input(error.code, Both(error.th, error.en))
        if _flaws(context.texts, forms, form):
            return refused(context.texts, Refusal("flawed_template", {"form": form}))
        kept.keep(form, office.certify(form, version, template, signer, now()))
        certified.append(form)
    return {"certified": certified, "folder": "certificates"}


def _password(context: Context, args: argparse.Namespace) -> str | None:
    return read_password(args.password_fd, PASSWORD, context.texts.both("prompt.root_password"))
