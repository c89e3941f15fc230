"""Addresses by which circles admit their own, and by which programs get tokens."""

from django.urls import path

from .pages import invitations, members, organizations, states, tokens

_MEMBERS = "circles/<uuid:circle_id>/members/"
_FIRST = "secretariat/organizations/first/"

urlpatterns = [
    path("members/", members.lists, name="desk_member_lists"),
    path(_MEMBERS, members.members, name="desk_members"),
    path(f"{_MEMBERS}invite/", invitations.invite, name="desk_invite"),
    path(
        f"{_MEMBERS}invitations/<uuid:invitation_id>/revoke/",
        invitations.revoke,
        name="desk_revoke_invitation",
    ),
    path(f"{_MEMBERS}<uuid:mandate_id>/confirm/", members.confirm, name="desk_confirm_mandate"),
    path(f"{_MEMBERS}<uuid:mandate_id>/end/", members.end, name="desk_end_mandate"),
    path(f"{_MEMBERS}states/add/", states.add, name="desk_add_state"),
    path(f"{_MEMBERS}states/<uuid:membership_id>/end/", states.end, name="desk_end_state"),
    path("secretariat/organizations/", organizations.organizations, name="desk_organizations"),
    path(f"{_FIRST}invite/", organizations.invite, name="desk_invite_first"),
    path(
        f"{_FIRST}<uuid:invitation_id>/appoint/", organizations.appoint, name="desk_appoint_first"
    ),
    path(f"{_FIRST}<uuid:invitation_id>/revoke/", organizations.revoke, name="desk_revoke_first"),
    path("settings/tokens/", tokens.tokens, name="desk_tokens"),
    path("settings/tokens/<uuid:token_id>/revoke/", tokens.revoke, name="desk_revoke_token"),
]
