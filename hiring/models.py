"""The tables of this app, gathered from its feature folders."""

from hiring.pipeline.models import Application, ApplicationNote, ClosingReason, StageChange
from hiring.roles.models import (
    Competency,
    ProfileCompetency,
    Requirement,
    Role,
    RoleCompetency,
    RoleMember,
    RoleProfile,
    Stage,
    StageTemplate,
    TemplateStage,
)
from hiring.teams.models import Team

__all__ = [
    "Application",
    "ApplicationNote",
    "ClosingReason",
    "Competency",
    "ProfileCompetency",
    "Requirement",
    "Role",
    "RoleCompetency",
    "RoleMember",
    "RoleProfile",
    "Stage",
    "StageChange",
    "StageTemplate",
    "Team",
    "TemplateStage",
]
